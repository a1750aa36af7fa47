// What the address of the duplicates screen can say.
export interface DuplicatesSearch {
  /** The ids of the contacts beside each other, with points between them: a pair of the list, or any contacts. */
  pair?: string;
}

const ID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
/** The most contacts that are laid side by side. */
const SEVERAL = new RegExp(`^${ID}(\\.${ID}){1,4}$`);

export function readDuplicatesSearch(search: Record<string, unknown>): DuplicatesSearch {
  const { pair } = search;
  return typeof pair === "string" && SEVERAL.test(pair) ? { pair } : {};
}
