// Under the first of several columns that become one field: what stands between their cells.
import { Select } from "@mantine/core";
import { IconArrowsJoin2 } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { icon } from "@/design/icon";
import type { ColumnChoice } from "../contract";
import { JOINS, togetherAs, usualJoin } from "../fields";
import { joined } from "../mapping";
import { Example, QuestionRow } from "./Question";
import classes from "./Question.module.css";

interface JoinQuestionProps {
  field: string;
  /** Names of the columns, in the file's order. */
  columns: string[];
  /** Their cells in the first row where more than one is filled. */
  cells: string[];
  choice: ColumnChoice | null;
  onChoose: (choice: ColumnChoice) => void;
}

export function JoinQuestion({ field, columns, cells, choice, onChoose }: JoinQuestionProps) {
  const { t } = useTranslation("imports");
  const together = togetherAs(field);
  const join = choice?.join ?? usualJoin(field);
  const filled = cells.filter((cell) => cell.trim());
  return (
    <QuestionRow
      icon={<IconArrowsJoin2 {...icon} />}
      title={t(`join.${together}`, { columns: columns.join(" + ") })}
      answers={
        together === "joined" ? (
          <Select
            aria-label={t("join.between")}
            data={JOINS.map(([value, key]) => ({ value: `=${value}`, label: t(`join.signs.${key}`) }))}
            value={`=${join}`}
            onChange={(value) => onChoose({ join: value?.slice(1) ?? usualJoin(field) })}
            className={classes.separator}
          />
        ) : null
      }
    >
      {filled.length > 1 ? <Example from={filled.join(" + ")} to={joined(filled, field, join)} /> : null}
    </QuestionRow>
  );
}
