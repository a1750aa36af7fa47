// Narrowing the rows of a tab by reason, by mark and by words; and what wins where the file and the vault differ.
import { Select } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { SearchField } from "@/design/SearchField";
import { useFormat } from "@/lib/useFormat";
import type { Import, Policy } from "../contract";
import type { ImportSearch, ReviewTab } from "../search";
import type { Wizard } from "../useWizard";
import classes from "./Review.module.css";
import { useReasonWords } from "./reasons";
import { MARKS, reasonsOf } from "./rules";

const POLICIES: Policy[] = ["update", "skip", "create"];
const QUIET_MS = 250;

interface ReviewFiltersProps {
  session: Import;
  tab: ReviewTab;
  search: ImportSearch;
  onSearch: (next: Pick<ImportSearch, "why" | "q">) => void;
}

export function ReviewFilters({ session, tab, search, onSearch }: ReviewFiltersProps) {
  const { t } = useTranslation("imports");
  const format = useFormat();
  const words = useReasonWords();
  // Counts by reason are those of the whole tab; of a part of it nobody has counted them.
  const exact = !search.part;
  const chips: { key: string | undefined; label: string; count?: number }[] = [
    { key: undefined, label: t(tab === "created" ? "filters.everyone" : "filters.everyReason") },
    ...reasonsOf(tab, session.reasons).map(([code, count]) => ({
      key: code,
      label: words(code),
      ...(exact ? { count } : {}),
    })),
    ...MARKS.filter((mark) => tab !== "rejected" && markCount(session, mark) > 0).map((mark) => ({
      key: mark,
      label: t(`filters.${mark}`),
    })),
  ];
  return (
    <div className={classes.filters}>
      {chips.length > 1 ? (
        <div className={classes.chips} role="group" aria-label={t("filters.label")}>
          {chips.map(({ key, label, count }) => (
            <button
              key={key ?? "all"}
              type="button"
              className={classes.chip}
              aria-pressed={search.why === key}
              onClick={() => onSearch({ ...keepWords(search), ...(key ? { why: key } : {}) })}
            >
              {label}
              {count === undefined ? null : <span className={classes.count}>{format.number(count)}</span>}
            </button>
          ))}
        </div>
      ) : null}
    </div>
  );
}

function markCount(session: Import, mark: (typeof MARKS)[number]): number {
  return mark === "suppressed" ? session.suppressed : session.hints;
}

function keepWords(search: ImportSearch): Pick<ImportSearch, "q"> {
  return search.q ? { q: search.q } : {};
}

interface SearchWordsProps extends Pick<ReviewFiltersProps, "search" | "onSearch"> {
  /** How many rows hold the words. */
  answer: string;
}

/** The words are sent once the person pauses. */
export function SearchWords({ search, onSearch, answer }: SearchWordsProps) {
  const { t } = useTranslation("imports");
  const [typed, setTyped] = useState(search.q ?? "");
  const send = useDebouncedCallback((q: string) => {
    onSearch({ ...(search.why ? { why: search.why } : {}), ...(q.trim() ? { q: q.trim() } : {}) });
  }, QUIET_MS);
  useEffect(
    () => setTyped((before) => (before.trim() === (search.q ?? "") ? before : (search.q ?? ""))),
    [search.q],
  );
  return (
    <div className={classes.words}>
      <SearchField
        label={t("filters.search")}
        clearLabel={t("filters.clear")}
        value={typed}
        onChange={(value) => {
          setTyped(value);
          send(value);
        }}
        answer={search.q ? answer : null}
      />
    </div>
  );
}

export function PolicySelect({ wizard }: { wizard: Wizard }) {
  const { t } = useTranslation("imports");
  return (
    <div className={classes.policy}>
      <span className={classes.policyWord} aria-hidden>
        {t("policy.label")}
      </span>
      <Select
        aria-label={t("policy.label")}
        data={POLICIES.map((value) => ({ value, label: t(`policy.${value}`) }))}
        value={wizard.policy}
        disabled={wizard.starting}
        onChange={(value) => {
          const policy = POLICIES.find((known) => known === value);
          if (!policy || policy === wizard.policy) return;
          wizard.change({ policy });
          wizard.check({ policy });
        }}
        className={classes.policySelect}
      />
    </div>
  );
}
