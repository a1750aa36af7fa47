// What the address of the contacts screen can say.
export const SORTS = ["name", "email", "created", "updated"] as const;
export type ContactSort = (typeof SORTS)[number];

export interface ContactsSearch {
  q?: string;
  tag?: string;
  sort?: ContactSort;
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

/** Reads an address; what makes no sense is left out rather than refused. */
export function readContactsSearch(search: Record<string, unknown>): ContactsSearch {
  const read: ContactsSearch = {};
  const q = text(search.q);
  const tag = text(search.tag);
  const contact = text(search.contact);
  const sort = SORTS.find((known) => known === search.sort);
  if (q) read.q = q;
  if (tag) read.tag = tag;
  if (contact) read.contact = contact;
  if (sort && sort !== "name") read.sort = sort;
  if (search.new === true) read.new = true;
  return read;
}
