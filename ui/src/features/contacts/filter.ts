// From the address to what the server is asked: the same filter for the table, the bulk acts and the export.
import { monthStart, utcOffset } from "@/lib/clock";
import type { ContactsFilter, ContactsSearch } from "./search";

/** A filter as the server names it; times in milliseconds. */
export interface ContactQuery {
  q?: string;
  tag?: string;
  group?: string;
  segment?: string;
  import?: string;
  created_after?: number;
  /** Only these, with commas between. */
  ids?: string;
  /** Whose day it is, for a rule that asks about days. */
  utc_offset_minutes?: number;
}

export function filterQuery(search: ContactsFilter, now = new Date()): ContactQuery {
  const query: ContactQuery = {};
  for (const key of ["q", "tag", "group", "segment", "import"] as const) {
    const value = search[key];
    if (value) query[key] = value;
  }
  if (search.segment) query.utc_offset_minutes = utcOffset(now);
  if (search.added === "month") query.created_after = monthStart(now);
  return query;
}

/** The filter and the order of an address, as a view keeps them. */
export function scopeOf(search: ContactsSearch): string {
  return JSON.stringify(filterQuery(search));
}
