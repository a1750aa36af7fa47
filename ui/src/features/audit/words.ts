// The words and signs of actors and actions. What this version does not know is shown as it was recorded.
import {
  IconAddressBook,
  IconBan,
  IconCertificate,
  IconDatabase,
  IconFileImport,
  IconKey,
  IconLock,
  IconPlug,
  IconRefresh,
  IconSend,
  IconSettings,
  IconShieldCheck,
  IconTemplate,
  IconTerminal2,
  IconUser,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

const SIGNS = {
  contact: IconAddressBook,
  contacts: IconAddressBook,
  import: IconFileImport,
  imports: IconFileImport,
  campaign: IconSend,
  recipient: IconSend,
  template: IconTemplate,
  connection: IconPlug,
  suppression: IconBan,
  settings: IconSettings,
  api_key: IconKey,
  key: IconKey,
  vault: IconLock,
  rotation: IconRefresh,
  license: IconCertificate,
  backup: IconDatabase,
  audit: IconShieldCheck,
} as const;

export type Sign = typeof IconUser;

export function signOf(action: string): Sign {
  const noun = action.split(".")[0] ?? "";
  return (SIGNS as Record<string, Sign>)[noun] ?? IconShieldCheck;
}

export function actorSign(actor: string): Sign {
  if (actor === "system") return IconSettings;
  if (actor === "person:command-line") return IconTerminal2;
  return actor.startsWith("api-key:") ? IconPlug : IconUser;
}

export function useAuditWords() {
  const { t, i18n } = useTranslation("audit");
  const known = (key: string) => (i18n.exists(key, { ns: "audit" }) ? t(key as never) : undefined);
  return {
    action: (action: string): string => known(`actions.${action.replaceAll(".", "_")}`) ?? action,
    actor: (actor: string): string => {
      if (actor.startsWith("api-key:")) return t("actors.program", { name: actor.slice(8) });
      return known(`actors.${actor.replace("person:", "").replace("-", "_")}`) ?? actor;
    },
    fault: (kind: string): string => known(`faults.${kind}`) ?? kind,
    anchor: (place: string): string => known(`anchors.${place}`) ?? place,
  };
}
