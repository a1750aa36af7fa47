// What a list would add, in figures that add up, and what only a person can say of it.
import { Select, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Notice } from "@/design/Notice";
import { useFormat } from "@/lib/useFormat";
import own from "./suppressions.module.css";
import type { ListChoices, ListOutcome, Reason } from "./useList";

const REASONS: Reason[] = ["unsubscribed", "hard_bounce", "complaint", "manual"];
const COUNTS = ["new", "known", "repeated", "unreadable"] as const;
/** Enough to see what kind of thing could not be read. */
const SHOWN = 5;

interface ImportPreviewProps {
  found: ListOutcome;
  choices: ListChoices;
  onChange: (next: Partial<ListChoices>) => void;
}

export function ImportPreview({ found, choices, onChange }: ImportPreviewProps) {
  const { t } = useTranslation(["contacts", "privacy"]);
  const format = useFormat();
  return (
    <>
      {found.own ? (
        <Notice tone="plain">{t("suppressions.import.own")}</Notice>
      ) : (
        <div className={own.choices}>
          <Select
            label={t("suppressions.import.column")}
            data={found.headers.map((header, index) => ({
              value: String(index),
              label: header || t("suppressions.import.unnamed", { number: format.number(index + 1) }),
            }))}
            value={String(found.column)}
            onChange={(value) => value !== null && onChange({ column: Number(value) })}
            allowDeselect={false}
          />
          <Select
            label={t("suppressions.reason")}
            data={REASONS.map((value) => ({ value, label: t(`suppressions.reasons.${value}`) }))}
            value={found.reason}
            onChange={(value) => value && onChange({ reason: value as Reason })}
            allowDeselect={false}
          />
        </div>
      )}
      <TextInput
        label={t("privacy:list.source")}
        description={t("suppressions.import.sourceHelp")}
        value={choices.source}
        onChange={(event) => onChange({ source: event.currentTarget.value })}
        maxLength={200}
      />
      <dl className={own.counts}>
        {COUNTS.filter((key) => key === "new" || found[key] > 0).map((key) => (
          <div key={key} data-main={key === "new"}>
            <dt>{t(`suppressions.import.counts.${key}`, { count: found[key] })}</dt>
            <dd>{format.number(found[key])}</dd>
          </div>
        ))}
      </dl>
      {found.examples.length > 0 ? (
        <ul className={own.examples}>
          {found.examples.slice(0, SHOWN).map(({ line, value }) => (
            <li key={line} className="one-line">
              {t("suppressions.import.line", { line: format.number(line) })}{" "}
              {value || t("suppressions.import.blank")}
            </li>
          ))}
        </ul>
      ) : null}
      {found.new > 0 ? <Notice tone="amber">{t("suppressions.import.lasting")}</Notice> : null}
    </>
  );
}
