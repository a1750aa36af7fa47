// One field, one value, for everybody ticked. An empty value empties the field.
import { Button, Select } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { fieldName, useCustomFields } from "../customFields";
import { TypedInput } from "../TypedInput";
import classes from "./Bulk.module.css";

/** What may be the same for many people; an address or number of one's own may not. */
const SHARED = ["civility", "company", "street", "postcode", "city", "country", "notes"] as const;

interface FieldFormProps {
  count: number;
  onChoose: (field: string, value: string, label: string) => void;
}

export function FieldForm({ count, onChoose }: FieldFormProps) {
  const { t } = useTranslation("contacts");
  const customs = useCustomFields();
  const fields = [
    ...SHARED.map((key) => ({
      key: key as string,
      label: t(`field.${key}`),
      kind: "text",
      options: [] as string[],
    })),
    ...customs.map((field) => ({
      key: field.key,
      label: fieldName(field),
      kind: field.kind as string,
      options: field.options,
    })),
  ];
  const [key, setKey] = useState<string | null>(null);
  const [value, setValue] = useState("");
  const field = fields.find((known) => known.key === key);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (field) onChoose(field.key, value.trim(), field.label);
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <Select
        label={t("bulk.field")}
        placeholder={t("bulk.fieldPlaceholder")}
        data={fields.map((known) => ({ value: known.key, label: known.label }))}
        value={key}
        onChange={(next) => {
          setKey(next);
          setValue("");
        }}
        comboboxProps={{ withinPortal: false }}
        maxDropdownHeight={280}
        searchable
        data-autofocus
      />
      {field ? (
        <TypedInput
          label={t("bulk.value")}
          kind={field.kind}
          options={field.options}
          value={value}
          onChange={setValue}
        />
      ) : null}
      <Button type="submit" variant="filled" disabled={!field}>
        {field && value.trim() === "" ? t("bulk.emptyField", { count }) : t("bulk.writeField", { count })}
      </Button>
    </form>
  );
}
