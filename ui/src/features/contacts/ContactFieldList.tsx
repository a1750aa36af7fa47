// The details of a contact, each edited where it stands. Empty ones wait behind one button.
import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Contact } from "@/api/types";
import { useFormat } from "@/lib/useFormat";
import classes from "./ContactDrawer.module.css";
import { CustomField } from "./CustomField";
import { bareKey, useCustomFields } from "./customFields";
import { EditableField } from "./EditableField";
import { EDITED, type EditedField, fieldText } from "./fields";
import type { Autosave } from "./useAutosave";

/** Always there, even when empty: without them nobody can be reached. */
const ALWAYS: readonly EditedField[] = ["email", "phone"];
/** Shown in the heading; listed only when the person completes the details. */
const IN_HEADING: readonly EditedField[] = ["civility", "first_name", "last_name", "company"];

export function ContactFieldList({ contact, autosave }: { contact: Contact; autosave: Autosave }) {
  const { t } = useTranslation("contacts");
  const format = useFormat();
  const [all, setAll] = useState(false);
  const shown = EDITED.filter(
    (field) =>
      all ||
      ALWAYS.includes(field) ||
      autosave.refused[field] !== undefined ||
      (fieldText(contact, field) !== "" && !IN_HEADING.includes(field)),
  );
  const reading = (field: EditedField): string | undefined => {
    if (field === "phone" && contact.phone) return format.phone(contact.phone);
    if (field === "birthdate" && contact.birthdate && !all) return format.date(Date.parse(contact.birthdate));
    return undefined;
  };
  const own = useCustomFields();
  const customs = own.filter((field) => all || (contact.custom[bareKey(field)] ?? "") !== "");
  return (
    <div>
      {shown.map((field) => {
        const read = reading(field);
        return (
          <EditableField
            key={field}
            label={t(`field.${field}`)}
            value={fieldText(contact, field)}
            {...(read === undefined ? {} : { shown: read })}
            refused={autosave.refused[field]}
            onSave={(value) => autosave.save({ [field]: value })}
          />
        );
      })}
      {customs.map((field) => (
        <CustomField
          key={field.key}
          field={field}
          value={contact.custom[bareKey(field)] ?? ""}
          refused={autosave.refused[field.key] ?? autosave.refused.custom}
          onSave={(typed) => autosave.save({ custom: { ...contact.custom, [bareKey(field)]: typed } })}
        />
      ))}
      <Button size="sm" variant="subtle" className={classes.complete} onClick={() => setAll(!all)}>
        {all ? t("drawer.hideEmpty") : t("drawer.emptyFields")}
      </Button>
    </div>
  );
}
