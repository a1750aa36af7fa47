// The ledger as lines: a day, then its entries, newest first.
import type { AuditEntry } from "./queries";

export interface DayLine {
  kind: "day";
  key: string;
  at: number;
  count: number;
}

export interface EntryLine {
  kind: "entry";
  key: string;
  entry: AuditEntry;
  /** Its place among the entries. */
  index: number;
  /** The entry below is the one before it in the chain; otherwise the filter left some out. */
  joined: boolean;
  /** The very first entry of the log: the line ends at it. */
  last: boolean;
}

export type Line = DayLine | EntryLine;

/** `whole`: nothing more comes after these entries. */
export function ledgerLines(entries: readonly AuditEntry[], whole: boolean): Line[] {
  const lines: Line[] = [];
  let today = "";
  let day: DayLine | undefined;
  entries.forEach((entry, index) => {
    const date = new Date(entry.at).toDateString();
    if (!day || date !== today) {
      today = date;
      // By the entry below it: a clock that was set back may bring the same day twice.
      day = { kind: "day", key: `day-${entry.seq}`, at: entry.at, count: 0 };
      lines.push(day);
    }
    day.count += 1;
    const below = entries[index + 1];
    const joined = below ? below.seq === entry.seq - 1 : !whole;
    lines.push({
      kind: "entry",
      key: `entry-${entry.seq}`,
      entry,
      index,
      joined,
      last: entry.seq === 1,
    });
  });
  return lines;
}

/** "612d d272": the first eight digits, in two groups. */
export function shortHash(hash: string): string {
  return `${hash.slice(0, 4)} ${hash.slice(4, 8)}`;
}

/** All digits in groups of eight, so that two people can compare them. */
export function longHash(hash: string): string {
  return hash.match(/.{1,8}/g)?.join(" ") ?? hash;
}
