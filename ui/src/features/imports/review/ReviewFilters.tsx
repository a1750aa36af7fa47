// Narrowing the rows of a tab by reason, by mark and by words; and what wins where the file and the vault differ.
import { Select } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { SearchField } from "@/design/SearchField";
import { useFormat } from "@/lib/useFormat";
import type { Policy } from "../contract";
import type { ImportSearch, ReviewTab } from "../search";
import type { Wizard } from "../useWizard";
import classes from "./Review.module.css";
import { useReasonWords } from "./reasons";
import { type FilterChoice, MARKS } from "./rules";

const POLICIES: Policy[] = ["update", "skip", "create"];
const QUIET_MS = 250;

interface ReviewFiltersProps {
  /** The filters of the tab; the first one means all of its rows. */
  filters: readonly FilterChoice[];
  tab: ReviewTab;
  search: ImportSearch;
  onSearch: (next: Pick<ImportSearch, "why" | "q">) => void;
}

export function ReviewFilters({ filters, tab, search, onSearch }: ReviewFiltersProps) {
  const { t } = useTranslation("imports");
  const format = useFormat();
  const words = useReasonWords();
  const labelOf = (why: string) => {
    const mark = MARKS.find((known) => known === why);
    return mark ? t(`filters.${mark}`) : words(why);
  };
  const narrower = filters.filter(({ why }) => why !== null);
  // What is narrowed to stays in sight, though nobody is meant by it any more.
  const gone = search.why && !narrower.some(({ why }) => why === search.why);
  const chips = [
    { why: undefined, label: t(tab === "created" ? "filters.everyone" : "filters.everyReason") },
    ...narrower.map(({ why, count }) => ({ why: why ?? "", label: labelOf(why ?? ""), count })),
    ...(gone ? [{ why: search.why, label: labelOf(search.why ?? ""), count: 0 }] : []),
  ];
  if (chips.length === 1) return null;
  return (
    <div className={classes.filters}>
      <div className={classes.chips} role="group" aria-label={t("filters.label")}>
        {chips.map(({ why, label, ...counted }) => (
          <button
            key={why ?? "all"}
            type="button"
            className={classes.chip}
            aria-pressed={search.why === why}
            onClick={() => onSearch({ ...keepWords(search), ...(why ? { why } : {}) })}
          >
            {label}{" "}
            {counted.count !== undefined ? (
              <span className={classes.count}>{format.number(counted.count)}</span>
            ) : null}
          </button>
        ))}
      </div>
    </div>
  );
}

/** Of a long file only the first rows are kept to be looked at; that is said before anybody scrolls to their end. */
export function KeptOnly({ filter }: { filter: FilterChoice | undefined }) {
  const { t } = useTranslation("imports");
  const format = useFormat();
  if (!filter || filter.kept >= filter.count) return null;
  return (
    <p className={classes.keptOnly}>
      {t("filters.keptOnly", { shown: format.number(filter.kept), all: format.number(filter.count) })}
    </p>
  );
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
