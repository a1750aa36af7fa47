// What other features may use of the first run: the steps around a recovery code.
export { CodeStep } from "./CodeStep";
export { ConfirmStep } from "./ConfirmStep";
