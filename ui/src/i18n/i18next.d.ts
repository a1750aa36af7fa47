// Keys are checked against the French sentences at compile time.
import type { fr } from "./resources";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "common";
    resources: typeof fr;
    enableSelector: false;
  }
}
