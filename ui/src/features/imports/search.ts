// What the address of the import wizard can say: which file, which dry run, which import, which tab.
export const REVIEW_TABS = ["created", "updated", "unchanged", "duplicates", "rejected"] as const;
export type ReviewTab = (typeof REVIEW_TABS)[number];

export interface ImportSearch {
  /** The file handed over. */
  upload?: string;
  /** Its name, shown while the server reads it. */
  name?: string;
  /** The dry run whose counts are under review. */
  check?: string;
  /** The import under way or done. */
  import?: string;
  tab?: ReviewTab;
}

export function readImportSearch(search: Record<string, unknown>): ImportSearch {
  const read: ImportSearch = {};
  for (const key of ["upload", "name", "check", "import"] as const) {
    const value = search[key];
    if (typeof value === "string" && value !== "") read[key] = value;
    else if (typeof value === "number") read[key] = String(value);
  }
  const tab = REVIEW_TABS.find((known) => known === search.tab);
  if (tab) read.tab = tab;
  return read;
}
