// Under a column that becomes a field of the firm's own: how it is called and what it holds.
import { Select, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { icon } from "@/design/icon";
import type { FieldKind, NewField } from "../contract";
import { QuestionRow } from "./Question";
import classes from "./Question.module.css";

export const FIELD_KINDS: FieldKind[] = ["text", "number", "date", "yes_no", "choice"];

interface NewFieldQuestionProps {
  /** The column that it is made of. */
  column: string;
  field: NewField;
  onChange: (field: NewField) => void;
}

export function NewFieldQuestion({ column, field, onChange }: NewFieldQuestionProps) {
  const { t } = useTranslation("imports");
  return (
    <QuestionRow
      icon={<IconPlus {...icon} />}
      title={t("newField.title")}
      answers={
        <>
          <TextInput
            aria-label={t("newField.label", { column })}
            value={field.label}
            onChange={(event) => onChange({ ...field, label: event.currentTarget.value })}
            maxLength={80}
            error={field.label.trim() === "" ? t("newField.missing") : null}
            className={classes.name}
          />
          <Select
            aria-label={t("newField.kind", { column })}
            data={FIELD_KINDS.map((value) => ({ value, label: t(`newField.kinds.${value}`) }))}
            value={field.kind}
            onChange={(value) =>
              onChange({ ...field, kind: FIELD_KINDS.find((known) => known === value) ?? "text" })
            }
            className={classes.kind}
          />
        </>
      }
    >
      {field.kind === "text" ? null : t("newField.coerced")}
    </QuestionRow>
  );
}
