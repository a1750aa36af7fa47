// What the address of the settings understands.
export const SECTIONS = [
  "connections",
  "firm",
  "fields",
  "privacy",
  "appearance",
  "keys",
  "security",
  "backup",
] as const;
export type Section = (typeof SECTIONS)[number];
export type SettingsSearch = { section?: Section };

export function readSettingsSearch(search: Record<string, unknown>): SettingsSearch {
  // The section was called "vault" before it held the keys; kept links still lead there.
  if (search.section === "vault") return { section: "security" };
  const section = SECTIONS.find((known) => known === search.section);
  return section ? { section } : {};
}
