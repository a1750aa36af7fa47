// Under a column of dates: which number is the day, with an example of what that gives.
import { SegmentedControl, Select } from "@mantine/core";
import { IconCalendar } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { icon } from "@/design/icon";
import { useFormat } from "@/lib/useFormat";
import type { ColumnChoice, DateOrder, InspectedColumn } from "../contract";
import { dateAs } from "../mapping";
import { Example, QuestionRow } from "./Question";
import classes from "./Question.module.css";

const ORDERS: DateOrder[] = ["day_first", "month_first", "year_first"];

interface DateQuestionProps {
  column: InspectedColumn;
  choice: ColumnChoice | null;
  onChoose: (choice: ColumnChoice) => void;
}

export function DateQuestion({ column, choice, onChoose }: DateQuestionProps) {
  const { t } = useTranslation("imports");
  const format = useFormat();
  const asked = column.question?.kind === "date_order" ? column.question : null;
  if (!asked) return null;
  const order = choice?.date_order ?? asked.suggested;
  const read = dateAs(asked.sample, order);
  const change = (value: string | null) =>
    onChoose({ date_order: ORDERS.find((known) => known === value) ?? order });
  // A third order makes the bar too wide for a word each; it is rare, so it comes as a list then.
  const usual = order !== "year_first" && asked.suggested !== "year_first";
  const data = ORDERS.map((value) => ({ value, label: t(`date.${value}`) }));
  return (
    <QuestionRow
      icon={<IconCalendar {...icon} />}
      title={asked.ambiguous && !choice?.date_order ? t("date.ambiguous") : t("date.title")}
      answers={
        usual ? (
          <SegmentedControl
            aria-label={t("date.title")}
            data={data.slice(0, 2)}
            value={order}
            onChange={change}
          />
        ) : (
          <Select
            aria-label={t("date.title")}
            data={data}
            value={order}
            onChange={change}
            className={classes.country}
          />
        )
      }
    >
      <Example from={asked.sample} to={read === null ? t("date.none") : format.date(read)} />
    </QuestionRow>
  );
}
