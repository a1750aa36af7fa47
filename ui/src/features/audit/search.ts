// What the address of the audit screen can say.
export const PERIODS = ["today", "week", "month", "year", "all"] as const;
export type Period = (typeof PERIODS)[number];

export interface AuditSearch {
  q?: string;
  period?: Period;
  actor?: string;
  action?: string;
  /** The entry open in the drawer, by its number. */
  entry?: number;
}

function text(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** Reads an address; what makes no sense is left out rather than refused. */
export function readAuditSearch(search: Record<string, unknown>): AuditSearch {
  const read: AuditSearch = {};
  const q = text(search.q);
  const actor = text(search.actor);
  const action = text(search.action);
  const period = PERIODS.find((known) => known === search.period);
  const entry = Number(search.entry);
  if (q) read.q = q;
  if (actor) read.actor = actor;
  if (action) read.action = action;
  if (period && period !== "all") read.period = period;
  if (Number.isSafeInteger(entry) && entry > 0) read.entry = entry;
  return read;
}

const DAYS: Record<Exclude<Period, "all">, number> = { today: 0, week: 6, month: 29, year: 364 };

/** The first midnight of a period, so that the question stays the same all day. */
export function startOf(period: Period | undefined, now: number): number | undefined {
  if (!period || period === "all") return undefined;
  const day = new Date(now);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() - DAYS[period]).getTime();
}
