// What the review says of a row: pure rules.
import type { FieldChange, FilterCount, Import, Policy, ReviewRow, Verdict } from "../contract";
import type { ImportSearch, KnownPart, ReviewTab } from "../search";

export const KNOWN_REASONS = ["same_email", "same_phone", "same_reference", "repeats_line"] as const;
export const MARKS = ["suppressed", "hinted"] as const;

type Counts = Import["counts"];

/** Rows about somebody known already: in the vault, or in an earlier row of the file. */
export function knownCount(counts: Counts): number {
  return counts.updated + counts.unchanged + counts.duplicates;
}

export function countOf(counts: Counts, tab: ReviewTab): number {
  return tab === "known" ? knownCount(counts) : counts[tab];
}

export function partCount(counts: Counts, part: KnownPart): number {
  return part === "duplicate" ? counts.duplicates : counts[part];
}

/** The tab a person wants first: what is new, else what asks for a look. */
export function firstTab(counts: Counts): ReviewTab {
  const order: ReviewTab[] = ["created", "known", "rejected"];
  return order.find((tab) => countOf(counts, tab) > 0) ?? "created";
}

const VERDICTS: Record<ReviewTab, Verdict[]> = {
  created: ["created"],
  known: ["updated", "unchanged", "duplicate"],
  rejected: ["rejected"],
};

function verdictsOf(tab: ReviewTab, part: KnownPart | undefined): readonly Verdict[] {
  return tab === "known" && part ? [part] : VERDICTS[tab];
}

export interface RowsQuery {
  verdict: string;
  reason?: string;
  suppressed?: boolean;
  hinted?: boolean;
  q?: string;
}

/** Which rows the server is asked for. */
export function rowsQuery(tab: ReviewTab, search: Pick<ImportSearch, "part" | "why" | "q">): RowsQuery {
  const query: RowsQuery = { verdict: verdictsOf(tab, search.part).join(",") };
  if (search.why === "suppressed" || search.why === "hinted") query[search.why] = true;
  else if (search.why) query.reason = search.why;
  if (search.q) query.q = search.q;
  return query;
}

/** One filter of a tab: null means all of its rows. */
export interface FilterChoice {
  why: string | null;
  count: number;
  /** How many of them can be listed. */
  kept: number;
}

/** What a tab, or a part of it, can be narrowed to: only what means somebody, each with its count. */
export function filtersOf(
  tab: ReviewTab,
  part: KnownPart | undefined,
  counts: readonly FilterCount[],
): FilterChoice[] {
  const verdicts = verdictsOf(tab, part);
  const sums = new Map<string | null, FilterChoice>();
  for (const { verdict, why, count, kept } of counts) {
    if (!verdicts.includes(verdict) || count === 0) continue;
    const before = sums.get(why) ?? { why, count: 0, kept: 0 };
    sums.set(why, { why, count: before.count + count, kept: before.kept + kept });
  }
  return [...sums.values()].sort(
    (a, b) =>
      placeOf(a.why) - placeOf(b.why) || b.count - a.count || (a.why ?? "").localeCompare(b.why ?? ""),
  );
}

/** All first, then the reasons of what is known, those of a refusal by their number, the marks last. */
function placeOf(why: string | null): number {
  if (why === null) return -1;
  const known = (KNOWN_REASONS as readonly string[]).indexOf(why);
  const mark = (MARKS as readonly string[]).indexOf(why);
  return mark >= 0 ? KNOWN_REASONS.length + 1 + mark : known >= 0 ? known : KNOWN_REASONS.length;
}

export type Decision = "add" | "update" | "keep" | "nothing" | "merge" | "skip" | "aside";

/** What the import does with a row, in one verb. */
export function decisionOf(row: Pick<ReviewRow, "verdict" | "changes">, policy: Policy): Decision {
  switch (row.verdict) {
    case "created":
      return "add";
    case "updated":
      return "update";
    case "unchanged":
      return policy === "skip" && row.changes.length > 0 ? "keep" : "nothing";
    case "duplicate":
      return row.changes.some(changes) ? "merge" : "skip";
    case "rejected":
      return "aside";
  }
}

/** Whether the vault says something else afterwards. */
export function changes(change: FieldChange): boolean {
  return change.after !== change.before;
}

/** Where the value stands that a row was refused for. */
const BLAMED: Record<string, string[]> = {
  email_missing: ["email"],
  email_invalid: ["email"],
  phone_damaged: ["phone"],
  no_way_to_reach: ["email", "phone"],
  already_known: ["email", "phone"],
};

export function blamedColumns(reason: string | null, mapping: readonly (string | null)[]): number[] {
  const fields = BLAMED[reason ?? ""] ?? [];
  return mapping.flatMap((field, index) => (field !== null && fields.includes(field) ? [index] : []));
}

export function blamedValue(
  row: Pick<ReviewRow, "reason" | "cells">,
  mapping: readonly (string | null)[],
): string {
  const cells = blamedColumns(row.reason, mapping).map((index) => row.cells[index]?.trim() ?? "");
  return cells.filter(Boolean).join(" · ");
}

/** The cells with a suggestion put where the mistyped value stands; `null` where it stands nowhere. */
export function withSuggestion(
  cells: readonly string[],
  hint: NonNullable<ReviewRow["hint"]>,
  mapping: readonly (string | null)[],
): string[] | null {
  const columns = mapping.flatMap((field, index) => (field === hint.field ? [index] : []));
  const plain = (text: string | undefined) => text?.trim().toLowerCase() ?? "";
  const at =
    columns.find((index) => plain(cells[index]).includes(plain(hint.value))) ??
    (columns.length === 1 ? columns[0] : undefined);
  if (at === undefined) return null;
  return cells.map((cell, index) => (index === at ? hint.suggestion : cell));
}
