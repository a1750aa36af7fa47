// The lines of the comparison: each field that somebody has, what each contact says, and whose value stays.
import type { Contact } from "@/api/types";
import { EDITED, fieldText } from "@/features/contacts";

export interface CompareRow {
  /** The field's key, as a choice names it. */
  key: string;
  /** What each contact says, in the order of the contacts. */
  values: string[];
  /** They say different things, so that one of them has to be chosen. */
  differs: boolean;
  /** Everything is kept: nobody has to choose. */
  united: boolean;
}

export type Choices = Record<string, string>;

/** What counts as the same: case, accents and blanks do not. */
function folded(value: string): string {
  return value
    .normalize("NFKD")
    .replace(/\p{Mark}/gu, "")
    .replace(/[^\p{Letter}\p{Number}]+/gu, " ")
    .trim()
    .toLowerCase();
}

function row(key: string, values: string[], united = false): CompareRow {
  const said = new Set(values.filter(Boolean));
  return { key, values, differs: !united && said.size > 1, united };
}

export function compareRows(contacts: readonly Contact[]): CompareRow[] {
  const customs = [...new Set(contacts.flatMap((contact) => Object.keys(contact.custom)))].sort();
  const all = [
    ...EDITED.map((field) =>
      row(
        field,
        contacts.map((contact) => fieldText(contact, field)),
      ),
    ),
    ...customs.map((key) =>
      row(
        `custom:${key}`,
        contacts.map((contact) => contact.custom[key] ?? ""),
      ),
    ),
    row(
      "notes",
      contacts.map((contact) => contact.notes),
      true,
    ),
    row(
      "tags",
      contacts.map((contact) => contact.tags.join(", ")),
      true,
    ),
  ];
  return all.filter(({ values }) => values.some(Boolean));
}

/** Whether two values are spelled differently and mean the same, so that nothing is lost either way. */
export function onlySpelling(values: readonly string[]): boolean {
  const said = values.filter(Boolean);
  return said.length > 1 && new Set(said.map(folded)).size === 1;
}

/** Whose value stays when nobody chooses: the kept contact's, else the first there is. */
export function winner(
  row: CompareRow,
  contacts: readonly Contact[],
  keep: string,
  choices: Choices,
): string | undefined {
  const chosen = choices[row.key];
  if (chosen !== undefined) return chosen;
  const kept = contacts.findIndex(({ id }) => id === keep);
  if (row.values[kept]) return keep;
  return contacts[row.values.findIndex(Boolean)]?.id;
}

/** The choices that say something else than what happens by itself. */
export function neededChoices(
  rows: readonly CompareRow[],
  contacts: readonly Contact[],
  keep: string,
  choices: Choices,
): Choices {
  const needed: Choices = {};
  for (const row of rows) {
    const chosen = choices[row.key];
    if (chosen !== undefined && chosen !== winner(row, contacts, keep, {})) needed[row.key] = chosen;
  }
  return needed;
}
