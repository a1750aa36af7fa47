// What changes in a record: in one line, and opened as record, line and what comes after.
import { IconArrowRight, IconShieldCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { icon } from "@/design/icon";
import { useFormat } from "@/lib/useFormat";
import type { FieldChange, ReviewRow } from "../contract";
import { useFieldWords } from "../useFieldWords";
import classes from "./Review.module.css";
import { changes } from "./rules";

interface ChangesProps {
  row: ReviewRow;
  label: (field: string) => string;
}

const IN_ONE_LINE = 2;

export function ChangeLine({ row, label }: ChangesProps) {
  const { t } = useTranslation("imports");
  const real = row.changes.filter(changes);
  if (real.length > IN_ONE_LINE) {
    return <span className={classes.strong}>{t("review.fieldsChange", { count: real.length })}</span>;
  }
  if (real.length > 0) {
    return (
      <span className={classes.changeLine}>
        {real.map((change) => (
          <OneChange key={change.field} change={change} label={label} />
        ))}
      </span>
    );
  }
  if (row.suppressed.length > 0) {
    return (
      <span className={classes.marked}>
        <IconShieldCheck {...icon} />
        {t("review.suppressedRow")}
      </span>
    );
  }
  return <span className={classes.quiet}>{t("review.noChange")}</span>;
}

function OneChange({ change, label }: { change: FieldChange; label: (field: string) => string }) {
  const { t } = useTranslation("imports");
  const words = useFieldWords();
  return (
    <span className={classes.change}>
      <span className={classes.quiet}>{label(change.field)}</span>
      <span className={classes.quiet}>{words(change.field, change.before) || t("review.emptyValue")}</span>
      <IconArrowRight {...icon} size={14} />
      <span className={classes.strong}>{words(change.field, change.after) || t("review.emptyValue")}</span>
    </span>
  );
}

export function ChangeTable({ row, label }: ChangesProps) {
  const { t } = useTranslation("imports");
  const format = useFormat();
  const words = useFieldWords();
  const none = <span className={classes.quiet}>{t("review.emptyValue")}</span>;
  return (
    <table className={classes.compare}>
      <thead>
        <tr>
          <th scope="col">{t("review.field")}</th>
          <th scope="col">{t("review.record")}</th>
          <th scope="col">{t("review.lineOf", { line: format.number(row.line) })}</th>
          <th scope="col">{t("review.after")}</th>
        </tr>
      </thead>
      <tbody>
        {row.changes.map((change) => (
          <tr key={change.field}>
            <th scope="row">{label(change.field)}</th>
            <td data-label={t("review.record")}>
              <span>{words(change.field, change.before) || none}</span>
            </td>
            <td data-label={t("review.lineOf", { line: format.number(row.line) })}>
              <span>{words(change.field, change.file) || none}</span>
            </td>
            <td data-label={t("review.after")} data-changes={changes(change)}>
              <span>
                {words(change.field, change.after) || none}
                {changes(change) ? null : <span className={classes.quiet}> {t("review.same")}</span>}
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
