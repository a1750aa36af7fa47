// Saved views: an address of the list, kept under a name.
import type { components } from "@/api/schema";
import { type ContactsSearch, SORTS } from "./search";

/** What the vault keeps of a view. */
export type ViewContent = components["schemas"]["ViewContent"];

/** The view that shows what is on screen now. */
export function viewOf(search: ContactsSearch, columns: readonly string[]): ViewContent {
  const view: ViewContent = { columns: [...columns] };
  for (const key of ["q", "tag", "group", "segment", "sort"] as const) {
    const value = search[key];
    if (value) view[key] = value;
  }
  return view;
}

/** The address that shows a view. */
export function searchOf(id: string, view: ViewContent): ContactsSearch {
  const search: ContactsSearch = { view: id };
  for (const key of ["q", "tag", "group", "segment"] as const) {
    const value = view[key];
    if (value) search[key] = value;
  }
  const sort = SORTS.find((known) => known === view.sort);
  if (sort && sort !== "name") search.sort = sort;
  if (view.columns && view.columns.length > 0) search.columns = view.columns.join(",");
  return search;
}
