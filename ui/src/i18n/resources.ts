// Every sentence of the product, by language and feature. French is the reference.

import auditEn from "@/locales/en/audit.json";
import backupEn from "@/locales/en/backup.json";
import campaignsEn from "@/locales/en/campaigns.json";
import commonEn from "@/locales/en/common.json";
import contactsEn from "@/locales/en/contacts.json";
import duplicatesEn from "@/locales/en/duplicates.json";
import errorsEn from "@/locales/en/errors.json";
import exportEn from "@/locales/en/export.json";
import firstRunEn from "@/locales/en/firstRun.json";
import homeEn from "@/locales/en/home.json";
import importsEn from "@/locales/en/imports.json";
import licenseEn from "@/locales/en/license.json";
import lockEn from "@/locales/en/lock.json";
import privacyEn from "@/locales/en/privacy.json";
import securityEn from "@/locales/en/security.json";
import segmentsEn from "@/locales/en/segments.json";
import settingsEn from "@/locales/en/settings.json";
import templatesEn from "@/locales/en/templates.json";
import auditFr from "@/locales/fr/audit.json";
import backupFr from "@/locales/fr/backup.json";
import campaignsFr from "@/locales/fr/campaigns.json";
import commonFr from "@/locales/fr/common.json";
import contactsFr from "@/locales/fr/contacts.json";
import duplicatesFr from "@/locales/fr/duplicates.json";
import errorsFr from "@/locales/fr/errors.json";
import exportFr from "@/locales/fr/export.json";
import firstRunFr from "@/locales/fr/firstRun.json";
import homeFr from "@/locales/fr/home.json";
import importsFr from "@/locales/fr/imports.json";
import licenseFr from "@/locales/fr/license.json";
import lockFr from "@/locales/fr/lock.json";
import privacyFr from "@/locales/fr/privacy.json";
import securityFr from "@/locales/fr/security.json";
import segmentsFr from "@/locales/fr/segments.json";
import settingsFr from "@/locales/fr/settings.json";
import templatesFr from "@/locales/fr/templates.json";

export const fr = {
  common: commonFr,
  audit: auditFr,
  backup: backupFr,
  campaigns: campaignsFr,
  contacts: contactsFr,
  duplicates: duplicatesFr,
  errors: errorsFr,
  export: exportFr,
  firstRun: firstRunFr,
  home: homeFr,
  imports: importsFr,
  license: licenseFr,
  lock: lockFr,
  privacy: privacyFr,
  security: securityFr,
  segments: segmentsFr,
  settings: settingsFr,
  templates: templatesFr,
};

export const en = {
  common: commonEn,
  audit: auditEn,
  backup: backupEn,
  campaigns: campaignsEn,
  contacts: contactsEn,
  duplicates: duplicatesEn,
  errors: errorsEn,
  export: exportEn,
  firstRun: firstRunEn,
  home: homeEn,
  imports: importsEn,
  license: licenseEn,
  lock: lockEn,
  privacy: privacyEn,
  security: securityEn,
  segments: segmentsEn,
  settings: settingsEn,
  templates: templatesEn,
};

type Tree = { [key: string]: string | Tree };

/**
 * French has a third plural for whole millions. The sentences read the same there, so `_other` serves for both
 * and nobody has to write it twice.
 */
export function withMillions(tree: Tree): Tree {
  const result: Tree = {};
  for (const [key, value] of Object.entries(tree)) {
    result[key] = typeof value === "string" ? value : withMillions(value);
    const many = key.replace(/_other$/, "_many");
    if (many !== key && !(many in tree)) result[many] = value;
  }
  return result;
}
