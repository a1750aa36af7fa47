// Under a column of numbers or postcodes: the zero that a spreadsheet took, and the country of numbers without a code.
import { Button, Select } from "@mantine/core";
import { IconPhone } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { icon } from "@/design/icon";
import type { ColumnChoice, InspectedColumn } from "../contract";
import { COUNTRIES, countryWords, pairs } from "../mapping";
import { Example, QuestionRow } from "./Question";
import classes from "./Question.module.css";

interface PhoneQuestionProps {
  column: InspectedColumn;
  field: "phone" | "postcode";
  /** As the person answered; absent while the question is open. */
  answer: ColumnChoice | null;
  country: string;
  onChoose: (choice: ColumnChoice) => void;
}

export function PhoneQuestion({ column, field, answer, country, onChoose }: PhoneQuestionProps) {
  const { t } = useTranslation("imports");
  const lost = column.question?.kind === "lost_zero" ? column.question : null;
  const isPhone = field === "phone";
  const national = isPhone && column.samples.some((value) => !/^\s*(\+|00)/.test(value));
  if (!lost && !national) return null;
  const where = isPhone ? <CountrySelect value={answer?.country ?? country} onChange={onChoose} /> : null;
  if (!lost) {
    return <QuestionRow icon={<IconPhone {...icon} />} title={t("phone.plain")} answers={where} />;
  }
  const restore = answer?.restore_zero ?? null;
  const state = restore === null ? "lost" : restore ? "restored" : "left";
  return (
    <QuestionRow
      asks={restore === null}
      icon={<IconPhone {...icon} />}
      title={t(`zero.${field}.${state}`, { count: lost.count })}
      answers={
        <>
          {restore === false ? null : where}
          {restore === false ? null : (
            <Button size="sm" variant="subtle" onClick={() => onChoose({ restore_zero: false })}>
              {t("zero.leave")}
            </Button>
          )}
          {restore === true ? null : (
            <Button size="sm" onClick={() => onChoose({ restore_zero: true })}>
              {t("zero.restore")}
            </Button>
          )}
        </>
      }
    >
      {restore === false ? (
        t(`zero.${field}.leftText`)
      ) : (
        <Example from={lost.before} to={isPhone ? pairs(lost.after) : lost.after} />
      )}
    </QuestionRow>
  );
}

function CountrySelect({ value, onChange }: { value: string; onChange: PhoneQuestionProps["onChoose"] }) {
  const { t, i18n } = useTranslation("imports");
  const codes = COUNTRIES.includes(value) ? COUNTRIES : [value, ...COUNTRIES];
  return (
    <>
      <span className={classes.label} aria-hidden>
        {t("phone.country")}
      </span>
      <Select
        aria-label={t("phone.country")}
        data={codes.map((code) => ({ value: code, label: countryWords(code, i18n.language) }))}
        value={value}
        onChange={(country) => onChange({ country })}
        searchable
        className={classes.country}
      />
    </>
  );
}
