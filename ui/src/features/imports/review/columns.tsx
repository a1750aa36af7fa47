// The columns of the review's tables, tab by tab.
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Chip } from "@/design/Chip";
import { StatusIcon } from "@/design/StatusIcon";
import { useFormat } from "@/lib/useFormat";
import type { Policy, ReviewRow } from "../contract";
import type { ReviewTab } from "../search";
import { useFieldWords } from "../useFieldWords";
import { ChangeLine } from "./Changes";
import classes from "./Review.module.css";
import type { ReviewColumn } from "./ReviewTable";
import { ReasonIcon, useRowReason } from "./reasons";
import { blamedValue, changes, decisionOf } from "./rules";

interface ReviewColumns {
  tab: ReviewTab;
  mapping: readonly (string | null)[];
  policy: Policy;
  label: (field: string) => string;
  isCorrected: (line: number) => boolean;
}

/** Shown of a new contact, where the file has it; the name stands before them. */
const NEW_FIELDS = ["email", "phone", "company", "city", "reference"];
const SHOWN = 4;

export function fieldOf(row: ReviewRow, field: string): string {
  return row.fields.find((found) => found.field === field)?.value ?? "";
}

export function useReviewColumns(given: ReviewColumns): ReviewColumn[] {
  const { tab, mapping, policy, label, isCorrected } = given;
  const { t } = useTranslation("imports");
  const format = useFormat();
  const reason = useRowReason();
  const words = useFieldWords();
  return useMemo(() => {
    const line: ReviewColumn = {
      key: "line",
      header: t("review.line"),
      width: "64px",
      align: "end",
      cell: (row) => <span className={classes.quiet}>{format.number(row.line)}</span>,
    };
    const contact: ReviewColumn = {
      key: "contact",
      header: t("review.contact"),
      width: "minmax(140px, 1fr)",
      cell: (row) => <span className={classes.strong}>{row.name || t("preview.nameless")}</span>,
    };
    const decision: ReviewColumn = {
      key: "decision",
      header: t("review.decision"),
      width: "136px",
      hideBelow: 760,
      cell: (row) =>
        isCorrected(row.line) ? (
          <Chip tone="accent">{t("correct.done")}</Chip>
        ) : (
          t(`decision.${decisionOf(row, policy)}`)
        ),
    };
    if (tab === "known") {
      return [
        line,
        contact,
        {
          key: "reason",
          header: t("review.reason"),
          width: "minmax(150px, 1fr)",
          cell: (row) => (
            <span className={classes.reason}>
              <ReasonIcon reason={row.reason} />
              <span className="one-line">{reason(row)}</span>
            </span>
          ),
        },
        {
          key: "changes",
          header: t("review.changes"),
          width: "minmax(200px, 3fr)",
          cell: (row) => <ChangeLine row={row} label={label} />,
        },
        decision,
      ];
    }
    if (tab === "rejected") {
      return [
        line,
        {
          key: "reason",
          header: t("review.why"),
          width: "minmax(150px, 1fr)",
          cell: (row) => <span className={classes.strong}>{reason(row)}</span>,
        },
        {
          key: "value",
          header: t("rejects.value"),
          width: "minmax(130px, 1fr)",
          cell: (row) =>
            blamedValue(row, mapping) || <span className={classes.quiet}>{t("rejects.empty")}</span>,
        },
        {
          key: "cells",
          header: t("rejects.cells"),
          width: "minmax(160px, 2fr)",
          hideBelow: 860,
          cell: (row) => <span className={classes.quiet}>{row.cells.filter(Boolean).join(" · ")}</span>,
        },
        decision,
      ];
    }
    const fields = NEW_FIELDS.filter(
      (field) =>
        mapping.includes(field) || SPLIT.some(([whole, part]) => part === field && mapping.includes(whole)),
    );
    return [
      line,
      contact,
      ...fields.slice(0, SHOWN).map((field, index) => ({
        key: field,
        header: label(field),
        width: field === "email" || field === "company" ? "minmax(140px, 1.4fr)" : "minmax(110px, 1fr)",
        ...(index > 0 ? { hideBelow: 640 + index * 110 } : {}),
        cell: (row: ReviewRow) => words(field, fieldOf(row, field)),
      })),
      {
        key: "note",
        header: t("review.note"),
        width: "minmax(150px, 1.2fr)",
        cell: (row) => <RowNote row={row} corrected={isCorrected(row.line)} />,
      },
    ];
  }, [tab, mapping, policy, label, isCorrected, t, format, reason, words]);
}

/** Fields that come out of another one. */
const SPLIT = [["full_address", "city"]] as const;

/** What a person should see about a row without opening it. */
export function RowNote({ row, corrected }: { row: ReviewRow; corrected: boolean }) {
  const { t } = useTranslation("imports");
  if (corrected) return <Chip tone="accent">{t("correct.done")}</Chip>;
  if (row.hint) {
    return (
      <span className={classes.asks}>
        <StatusIcon status="asks" />
        <span className="one-line">{t("review.mistyped", { suggestion: row.hint.suggestion })}</span>
      </span>
    );
  }
  if (row.suppressed.length > 0) {
    return (
      <span className={classes.marked}>
        <StatusIcon status="refused" />
        <span className="one-line">{t("review.suppressedRow")}</span>
      </span>
    );
  }
  return null;
}

/** A row in two lines, for narrow pages. */
export function RowItem({
  row,
  tab,
  mapping,
  isCorrected,
}: Omit<ReviewColumns, "policy" | "label"> & { row: ReviewRow }) {
  const { t } = useTranslation("imports");
  const format = useFormat();
  const reason = useRowReason();
  const changed = row.changes.filter(changes).length;
  const second = {
    created: fieldOf(row, "email") || fieldOf(row, "phone"),
    known: reason(row),
    rejected: blamedValue(row, mapping) || t("rejects.empty"),
  }[tab];
  return (
    <span className={classes.item}>
      <span className={classes.itemHead}>
        <span className={`${classes.strong} one-line`}>{tab === "rejected" ? reason(row) : row.name}</span>
        <span className={classes.quiet}>{t("review.lineShort", { line: format.number(row.line) })}</span>
      </span>
      <span className={`${classes.quiet} one-line`}>
        {isCorrected(row.line) ? t("correct.done") : second}
        {tab === "known" && changed > 0 ? ` · ${t("review.fieldsChange", { count: changed })}` : null}
      </span>
    </span>
  );
}
