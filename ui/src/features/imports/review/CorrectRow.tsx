// A row's cells to correct in place; every pause asks the server what it would become.
import { Button, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { errorWords } from "@/api/errors";
import { type Status, StatusIcon } from "@/design/StatusIcon";
import type { ReviewRow, Verdict } from "../contract";
import { useCheckedRow } from "../useCheckedRow";
import type { Wizard } from "../useWizard";
import classes from "./Review.module.css";
import { useReasonWords } from "./reasons";
import { blamedColumns } from "./rules";

const QUIET_MS = 250;
/** Columns that go nowhere are shown only on request. */
type Cell = { index: number; name: string; field: string | null };

export interface CorrectRowProps {
  row: ReviewRow;
  wizard: Pick<Wizard, "reading">;
  mapping: readonly (string | null)[];
  headers: string[];
  label: (field: string) => string;
  /** The cells as they were corrected before. */
  corrected: string[] | undefined;
  onKeep: (line: number, cells: string[]) => void;
  onForget: (line: number) => void;
  onClose: () => void;
  /** The person asked to correct, so the first field takes the focus. */
  focusFirst?: boolean;
}

export function CorrectRow(props: CorrectRowProps) {
  const { row, wizard, mapping, headers, label, corrected, onKeep, onForget, onClose, focusFirst } = props;
  const { t } = useTranslation("imports");
  const [cells, setCells] = useState(() => headers.map((_, at) => (corrected ?? row.cells)[at] ?? ""));
  const [everything, setEverything] = useState(false);
  const [settled] = useDebouncedValue(cells, QUIET_MS);
  const checked = useCheckedRow(wizard, { line: row.line, cells: settled });
  const blamed = blamedColumns(row.reason, mapping);
  const all: Cell[] = headers.map((name, index) => ({ index, name, field: mapping[index] ?? null }));
  const shown = all
    .filter(({ field }) => everything || field !== null)
    .sort((a, b) => Number(blamed.includes(b.index)) - Number(blamed.includes(a.index)));
  const hidden = all.length - all.filter(({ field }) => field !== null).length;
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (focusFirst) form.current?.querySelector("input")?.focus();
  }, [focusFirst]);
  const close = () => {
    // The form goes; the keyboard stays with its row.
    form.current?.closest<HTMLElement>('[role="treegrid"]')?.focus();
    onClose();
  };
  const keep = (event: FormEvent) => {
    event.preventDefault();
    onKeep(row.line, cells);
    close();
  };
  const refused = checked.data?.verdict === "rejected";
  const untouched = cells.every((cell, at) => cell === ((corrected ?? row.cells)[at] ?? ""));
  const stillBlamed = refused ? blamedColumns(checked.data?.reason ?? null, mapping) : [];
  return (
    <form
      ref={form}
      className={classes.correct}
      onSubmit={keep}
      aria-label={t("correct.title", { line: row.line })}
    >
      <div className={classes.correctCells}>
        {shown.map(({ index, name, field }) => (
          <TextInput
            key={index}
            label={field ? label(field) : name || t("columns.unnamed", { number: index + 1 })}
            description={field && name && label(field) !== name ? name : undefined}
            value={cells[index] ?? ""}
            error={stillBlamed.includes(index)}
            onChange={(event) => {
              const { value } = event.currentTarget;
              setCells((before) => before.map((cell, at) => (at === index ? value : cell)));
            }}
          />
        ))}
      </div>
      <div className={classes.correctFoot}>
        <p className={classes.verdict} role="status" aria-live="polite">
          {checked.error ? (
            errorWords(checked.error)
          ) : checked.data ? (
            <VerdictWords found={checked.data} />
          ) : (
            t("correct.checking")
          )}
        </p>
        {hidden > 0 ? (
          <Button size="sm" variant="subtle" onClick={() => setEverything((before) => !before)}>
            {everything ? t("correct.fewer") : t("correct.more", { count: hidden })}
          </Button>
        ) : null}
        {corrected ? (
          <Button size="sm" variant="subtle" onClick={() => onForget(row.line)}>
            {t("correct.forget")}
          </Button>
        ) : row.verdict === "rejected" ? null : (
          <Button size="sm" variant="subtle" onClick={close}>
            {t("correct.cancel")}
          </Button>
        )}
        <Button size="sm" variant="light" type="submit" disabled={refused || untouched || checked.isFetching}>
          {t("correct.keep")}
        </Button>
      </div>
    </form>
  );
}

const FACES: Record<Verdict, Status> = {
  created: "done",
  updated: "done",
  unchanged: "done",
  duplicate: "asks",
  rejected: "asks",
};

export function VerdictWords({ found }: { found: ReviewRow }) {
  const { t } = useTranslation("imports");
  const words = useReasonWords();
  const values = { name: found.name, reason: words(found.reason) };
  return (
    <>
      <StatusIcon status={FACES[found.verdict]} />
      <span>
        {t(`correct.verdict.${found.verdict}`, values)}
        {found.hint ? ` ${t("correct.looksLike", { suggestion: found.hint.suggestion })}` : null}
      </span>
    </>
  );
}
