// What the address of the settings understands.
export const SECTIONS = ["connections", "firm", "appearance", "keys", "vault"] as const;
export type Section = (typeof SECTIONS)[number];
export type SettingsSearch = { section?: Section };

export function readSettingsSearch(search: Record<string, unknown>): SettingsSearch {
  const section = SECTIONS.find((known) => known === search.section);
  return section ? { section } : {};
}
