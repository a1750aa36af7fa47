// Under a column of whole names or addresses: into what they are split, shown on its first value.
import { IconArrowsSplit2 } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { icon } from "@/design/icon";
import { useFieldLabel } from "../fields";
import { type FileRow, useCheckedRow } from "../useCheckedRow";
import type { Wizard } from "../useWizard";
import { Example, QuestionRow } from "./Question";

export const SPLIT_INTO: Record<string, string[]> = {
  full_name: ["civility", "first_name", "last_name"],
  full_address: ["street", "postcode", "city"],
};

interface SplitQuestionProps {
  field: string;
  /** The first value. */
  from: string;
  /** Its row. */
  row: FileRow | undefined;
  wizard: Wizard;
}

export function SplitQuestion({ field, from, row, wizard }: SplitQuestionProps) {
  const { t } = useTranslation("imports");
  const label = useFieldLabel();
  const into = SPLIT_INTO[field] ?? [];
  const checked = useCheckedRow(wizard, row);
  const parts = into.flatMap((part) => {
    const value = checked.data?.fields.find((found) => found.field === part)?.value;
    return value ? [{ part, value }] : [];
  });
  return (
    <QuestionRow
      icon={<IconArrowsSplit2 {...icon} />}
      title={t("split.title", { fields: into.map(label).join(", ") })}
    >
      {row && parts.length > 0 ? (
        <Example from={from} to={parts.map(({ part, value }) => `${label(part)} ${value}`).join(" · ")} />
      ) : null}
    </QuestionRow>
  );
}
