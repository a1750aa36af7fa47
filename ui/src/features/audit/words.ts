// The words and signs of actors and actions. What this version does not know is shown as it was recorded.
import {
  IconAddressBook,
  IconBan,
  IconCertificate,
  IconClockOff,
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
import type { AuditEntry } from "./queries";

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
  retention: IconClockOff,
  settings: IconSettings,
  api_key: IconKey,
  key: IconKey,
  vault: IconLock,
  rotation: IconRefresh,
  license: IconCertificate,
  backup: IconDatabase,
  audit: IconShieldCheck,
} as const;

/** What the object is called when it is one of a kind, so that its id says nothing. */
const ONE_OF_A_KIND: Record<string, string> = {
  vault: "vault",
  key: "keys",
  settings: "settings",
  audit: "audit",
  contacts: "contacts",
  imports: "vault",
  license: "license",
};
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-/;

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
    /** Its name of today; else the beginning of its id, which still tells two apart. */
    object: ({
      action,
      object,
      object_name,
    }: Pick<AuditEntry, "action" | "object" | "object_name">): string => {
      if (object_name) return object_name;
      const kind = ONE_OF_A_KIND[action.split(".")[0] ?? ""];
      if (kind && (UUID.test(object) || object === kind)) return known(`objects.${kind}`) ?? object;
      return UUID.test(object) ? `${object.slice(0, 8)}…` : object;
    },
    fault: (kind: string): string => known(`faults.${kind}`) ?? kind,
    anchor: (place: string): string => known(`anchors.${place}`) ?? place,
  };
}
