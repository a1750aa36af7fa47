// What the address of the import wizard can say: which file, which dry run, which import, which rows.
export const REVIEW_TABS = ["created", "known", "rejected"] as const;
export type ReviewTab = (typeof REVIEW_TABS)[number];

/** The parts of what is known already. */
export const KNOWN_PARTS = ["updated", "unchanged", "duplicate"] as const;
export type KnownPart = (typeof KNOWN_PARTS)[number];

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
  part?: KnownPart;
  /** Only rows with this reason or mark. */
  why?: string;
  /** Only rows with these words. */
  q?: string;
}

const WORDS = ["upload", "name", "check", "import", "why", "q"] as const;

export function readImportSearch(search: Record<string, unknown>): ImportSearch {
  const read: ImportSearch = {};
  for (const key of WORDS) {
    const value = search[key];
    if (typeof value === "string" && value !== "") read[key] = value;
    else if (typeof value === "number") read[key] = String(value);
  }
  const tab = REVIEW_TABS.find((known) => known === search.tab);
  if (tab) read.tab = tab;
  const part = KNOWN_PARTS.find((known) => known === search.part);
  if (part) read.part = part;
  return read;
}

export interface ImportsSearch {
  /** The import whose details are open. */
  open?: string;
}

export function readImportsSearch(search: Record<string, unknown>): ImportsSearch {
  return typeof search.open === "string" && search.open !== "" ? { open: search.open } : {};
}
