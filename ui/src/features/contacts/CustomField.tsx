// One of the firm's own fields, edited by its kind where it stands.
import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { Field } from "@/api/types";
import { fieldName, useValueWords } from "./customFields";
import { EditableField } from "./EditableField";
import classes from "./EditableField.module.css";

interface CustomFieldProps {
  field: Field;
  value: string;
  refused: string | undefined;
  onSave: (value: string) => void;
}

export function CustomField({ field, value, refused, onSave }: CustomFieldProps) {
  const { t } = useTranslation("contacts");
  const words = useValueWords();
  const label = fieldName(field);
  if (field.kind === "yes_no") {
    const data = ["yes", "no"].map((known) => ({ value: known, label: t(known as "yes" | "no") }));
    return <Choice label={label} value={value} data={data} refused={refused} onSave={onSave} />;
  }
  if (field.kind === "choice") {
    const data = field.options.map((option) => ({ value: option, label: option }));
    return <Choice label={label} value={value} data={data} refused={refused} onSave={onSave} />;
  }
  // What is no day stays legible as it was typed, in a field that can hold it.
  const day = field.kind === "date" && (value === "" || /^\d{4}-\d\d-\d\d$/.test(value));
  return (
    <EditableField
      label={label}
      value={value}
      {...(day ? { type: "date" as const } : { shown: words(field, value) })}
      inputMode={field.kind === "number" ? "decimal" : undefined}
      refused={refused}
      onSave={onSave}
    />
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  data: { value: string; label: string }[];
  refused: string | undefined;
  onSave: (value: string) => void;
}

/** A list as quiet as the fields around it. */
function Choice({ label, value, data, refused, onSave }: ChoiceProps) {
  const { t } = useTranslation("contacts");
  const id = useId();
  // What was typed before the field had its kind is kept until somebody chooses.
  const known = value === "" || data.some((item) => item.value === value);
  return (
    <div className={classes.field}>
      <label htmlFor={id} className={classes.label}>
        {label}
      </label>
      <div className={classes.control}>
        <select
          id={id}
          className={classes.input}
          value={value}
          data-empty={value === ""}
          aria-invalid={refused ? true : undefined}
          onChange={(event) => onSave(event.currentTarget.value)}
        >
          <option value="">{t("notSaid")}</option>
          {known ? null : <option value={value}>{value}</option>}
          {data.map((item) => (
            <option key={item.value} value={item.value}>
              {item.label}
            </option>
          ))}
        </select>
        {refused ? (
          <p className={classes.why} role="alert">
            {refused}
          </p>
        ) : null}
      </div>
    </div>
  );
}
