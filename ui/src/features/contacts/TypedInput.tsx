// A value of one of the firm's own fields, typed or chosen by its kind. Always kept as text.
import { NumberInput, Select, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

interface TypedInputProps {
  label: string;
  kind: string;
  options: readonly string[];
  value: string;
  onChange: (value: string) => void;
}

const NUMBER = /^-?\d+(\.\d+)?$/;

export function TypedInput({ label, kind, options, value, onChange }: TypedInputProps) {
  const { t, i18n } = useTranslation("contacts");
  const inPlace = { comboboxProps: { withinPortal: false } };
  if (kind === "yes_no" || kind === "choice") {
    const data =
      kind === "yes_no"
        ? [
            { value: "yes", label: t("yes") },
            { value: "no", label: t("no") },
          ]
        : options.map((option) => ({ value: option, label: option }));
    return (
      <Select
        label={label}
        data={data}
        value={value || null}
        onChange={(next) => onChange(next ?? "")}
        placeholder={t("choose")}
        clearable
        {...inPlace}
      />
    );
  }
  if (kind === "number") {
    return (
      <NumberInput
        label={label}
        value={NUMBER.test(value) ? Number(value) : ""}
        onChange={(next) => onChange(next === "" ? "" : String(next))}
        decimalSeparator={i18n.language === "en" ? "." : ","}
        allowedDecimalSeparators={[",", "."]}
      />
    );
  }
  return (
    <TextInput
      label={label}
      type={kind === "date" ? "date" : "text"}
      value={value}
      autoComplete="off"
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
