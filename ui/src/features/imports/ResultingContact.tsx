// The contact that a row would give, as the server reads it, and what to know about the mapping.
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Avatar } from "@/design/Avatar";
import { Chip } from "@/design/Chip";
import { IconButton } from "@/design/IconButton";
import { icon } from "@/design/icon";
import { KeyValue } from "@/design/KeyValue";
import { Notice } from "@/design/Notice";
import { Skeletons } from "@/design/Skeletons";
import { StatusIcon } from "@/design/StatusIcon";
import { useFormat } from "@/lib/useFormat";
import classes from "./Columns.module.css";
import type { Inspection, ReviewRow } from "./contract";
import { useFieldLabel } from "./fields";
import { MappingFacts, TagsForAll } from "./MappingFacts";
import { isAsking } from "./mapping";
import { useReasonWords } from "./review/reasons";
import { type FileRow, useCheckedRow } from "./useCheckedRow";
import { useFieldWords } from "./useFieldWords";
import type { Wizard } from "./useWizard";

const IN_HEADING = ["first_name", "last_name", "full_name", "civility", "reference"];

interface ResultingContactProps {
  wizard: Wizard;
  inspection: Inspection;
  rows: FileRow[];
  nameOf: (index: number) => string;
}

export function ResultingContact({ wizard, inspection, rows, nameOf }: ResultingContactProps) {
  const { t } = useTranslation("imports");
  const format = useFormat();
  const [place, setPlace] = useState(0);
  const at = Math.min(place, Math.max(0, rows.length - 1));
  const row = rows[at];
  const anyColumn = wizard.mapping.some((field) => field !== null);
  const checked = useCheckedRow(wizard, anyColumn ? row : undefined);
  return (
    <aside className={classes.result} aria-label={t("preview.title")}>
      <div className={classes.resultBar}>
        <h2 className={classes.resultTitle}>{t("preview.title")}</h2>
        <IconButton
          size={24}
          label={t("preview.previous")}
          disabled={at === 0}
          onClick={() => setPlace(at - 1)}
        >
          <IconChevronLeft {...icon} />
        </IconButton>
        <span className={classes.resultLine}>
          {t("preview.line", { line: format.number(row?.line ?? at + 1) })}
        </span>
        <IconButton
          size={24}
          label={t("preview.next")}
          disabled={at >= rows.length - 1}
          onClick={() => setPlace(at + 1)}
        >
          <IconChevronRight {...icon} />
        </IconButton>
      </div>
      <div className={classes.resultBody} aria-busy={checked.isFetching}>
        {!anyColumn ? (
          <p className={classes.quiet}>{t("preview.empty")}</p>
        ) : checked.data ? (
          <Card found={checked.data} wizard={wizard} inspection={inspection} />
        ) : checked.error ? (
          <p className={classes.quiet}>{t("preview.unknown")}</p>
        ) : (
          <Skeletons lines={5} label={t("preview.title")} />
        )}
      </div>
      <MappingFacts wizard={wizard} inspection={inspection} nameOf={nameOf} />
      <TagsForAll wizard={wizard} />
    </aside>
  );
}

interface CardProps {
  found: ReviewRow;
  wizard: Wizard;
  inspection: Inspection;
}

function Card({ found, wizard, inspection }: CardProps) {
  const { t } = useTranslation("imports");
  const label = useFieldLabel(wizard.newFields);
  const words = useFieldWords();
  const reasonWords = useReasonWords();
  const fieldOf = (key: string) => found.fields.find(({ field }) => field === key)?.value ?? "";
  const proposed = new Set(
    inspection.columns.flatMap((column) => {
      const field = wizard.mapping[column.index] ?? null;
      return isAsking(column.question, field, wizard.answers[column.index] ?? null) ? [field] : [];
    }),
  );
  const under = [fieldOf("civility"), fieldOf("reference")].filter(Boolean).join(", ");
  const lines = found.fields.filter(({ field }) => !IN_HEADING.includes(field));
  return (
    <>
      {found.verdict === "rejected" ? (
        <div className={classes.refused}>
          <Notice tone="amber" title={t("preview.refused")}>
            {reasonWords(found.reason)}
          </Notice>
        </div>
      ) : null}
      {found.fields.length > 0 ? (
        <div className={classes.resultHead}>
          <Avatar name={found.name || "?"} />
          <div>
            <p className={classes.resultName}>{found.name || t("preview.nameless")}</p>
            {under ? <p className={classes.quiet}>{under}</p> : null}
          </div>
        </div>
      ) : null}
      <KeyValue
        labelWidth={76}
        items={lines.map(({ field, value }) => ({
          key: field,
          label: label(field),
          value: (
            <span className={classes.proposable}>
              {words(field, value)}
              {proposed.has(field) ? <Chip tone="amber">{t("preview.proposed")}</Chip> : null}
            </span>
          ),
        }))}
      />
      {found.suppressed.length > 0 ? (
        <p className={classes.suppressed}>
          <StatusIcon status="refused" />
          {t("review.suppressedRow")}
        </p>
      ) : null}
    </>
  );
}
