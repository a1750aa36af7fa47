// What the law gives a person a right to: their record as a file, and to be forgotten.
import { Menu } from "@mantine/core";
import { IconEraser, IconFileCode, IconFileText } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { fetchBytes } from "@/api/client";
import { errorWords } from "@/api/errors";
import type { Contact } from "@/api/types";
import { icon } from "@/design/icon";
import { toast } from "@/design/toast";
import { platform } from "@/platform";
import { askToErase } from "./erasing";

type Person = Pick<Contact, "id" | "display_name">;
const KINDS = { html: "text/html", json: "application/json" } as const;

/** A name that every file system takes. */
function fileSafe(name: string): string {
  return name.replace(/[^\p{L}\p{N}@.-]+/gu, "-").replace(/^-+|-+$/g, "") || "contact";
}

function useSaveRecord(contact: Person) {
  const { t } = useTranslation("privacy");
  return async (ending: keyof typeof KINDS) => {
    try {
      const bytes = await fetchBytes(`/api/contacts/${contact.id}/person.${ending}`);
      const name = `${t("person.fileName", { name: fileSafe(contact.display_name) })}.${ending}`;
      if (await platform.saveFile(name, bytes, KINDS[ending])) toast.done(t("person.saved"));
    } catch (error) {
      toast.failed(errorWords(error));
    }
  };
}

export function PersonMenuItems({ contact }: { contact: Person }) {
  const { t } = useTranslation("privacy");
  const save = useSaveRecord(contact);
  return (
    <>
      <Menu.Item leftSection={<IconFileText {...icon} />} onClick={() => void save("html")}>
        {t("person.page")}
      </Menu.Item>
      <Menu.Item leftSection={<IconFileCode {...icon} />} onClick={() => void save("json")}>
        {t("person.file")}
      </Menu.Item>
      <Menu.Item
        data-danger
        leftSection={<IconEraser {...icon} />}
        onClick={() => askToErase({ id: contact.id, display_name: contact.display_name })}
      >
        {t("person.erase")}
      </Menu.Item>
    </>
  );
}
