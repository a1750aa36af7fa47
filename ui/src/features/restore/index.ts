// Restoring a backup: what other screens may use of it.
export { QuarantineBanner } from "./QuarantineBanner";
export { RestoreWizard } from "./RestoreWizard";
