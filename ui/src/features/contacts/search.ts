// What the address of the contacts screen can say.
export const SORTS = ["name", "email", "created", "updated"] as const;
export type ContactSort = (typeof SORTS)[number];

/** The ways to narrow the list, as the rail and the saved views name them. */
export interface ContactsFilter {
  q?: string;
  tag?: string;
  /** A group's id. */
  group?: string;
  /** A segment's id. */
  segment?: string;
  /** An import's id: those it brought. */
  import?: string;
  /** Only those added since the first of this month. */
  added?: "month";
}

export interface ContactsSearch extends ContactsFilter {
  sort?: ContactSort;
  /** The columns of the table, in their order, where they are not this computer's own choice. */
  columns?: string;
  /** The saved view this address began with. */
  view?: string;
  /** The contact open in the drawer. */
  contact?: string;
  /** The drawer holds an empty form. */
  new?: boolean;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== ""
    ? value
    : typeof value === "number"
      ? String(value)
      : undefined;
}

const TEXTS = ["q", "tag", "group", "segment", "import", "columns", "view", "contact"] as const;

/** Reads an address; what makes no sense is left out rather than refused. */
export function readContactsSearch(search: Record<string, unknown>): ContactsSearch {
  const read: ContactsSearch = {};
  for (const key of TEXTS) {
    const value = text(search[key]);
    if (value) read[key] = value;
  }
  const sort = SORTS.find((known) => known === search.sort);
  if (sort && sort !== "name") read.sort = sort;
  if (search.added === "month") read.added = "month";
  if (search.new === true) read.new = true;
  return read;
}

/** Nothing of it narrows the list. */
export function isEverything({ q, tag, group, segment, import: from, added }: ContactsFilter): boolean {
  return !(q || tag || group || segment || from || added);
}
