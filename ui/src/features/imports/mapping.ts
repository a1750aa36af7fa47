// What a column becomes: pure rules behind the mapping table.
import type { DateOrder, InspectedColumn, Question } from "./contract";
import { type Together, togetherAs, usualJoin } from "./fields";

const SURE = 0.95;
const LIKELY = 0.75;

export type Confidence = "sure" | "likely" | "check" | "chosen" | "new" | Together | "ignored";

/** How a mapped column is to be read by the person. */
export function confidenceOf(
  column: Pick<InspectedColumn, "suggestion" | "confidence">,
  field: string | null,
  mapping: readonly (string | null)[],
): Confidence {
  if (field === null) return "ignored";
  if (mapping.filter((other) => other === field).length > 1) return togetherAs(field);
  if (field !== column.suggestion) return field.startsWith("custom:") ? "new" : "chosen";
  if (column.confidence >= SURE) return "sure";
  return column.confidence >= LIKELY ? "likely" : "check";
}

/** The columns that become one field with this one, itself among them, in the file's order. */
export function companions(field: string | null, mapping: readonly (string | null)[]): number[] {
  if (field === null) return [];
  return mapping.flatMap((other, index) => (other === field ? [index] : []));
}

/** The field that a column of this name becomes of its own: lower-case ASCII, digits and `_`, never empty. */
export function customKey(header: string, index: number): string {
  const slug = header
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
  return `custom:${slug || `column_${index + 1}`}`;
}

const CALLING: Record<string, string> = {
  FR: "+33",
  BE: "+32",
  CH: "+41",
  LU: "+352",
  MC: "+377",
  DE: "+49",
  AT: "+43",
  ES: "+34",
  IT: "+39",
  PT: "+351",
  NL: "+31",
  GB: "+44",
  IE: "+353",
  US: "+1",
  CA: "+1",
  MA: "+212",
  TN: "+216",
  DZ: "+213",
  SN: "+221",
  CI: "+225",
  GP: "+590",
  MQ: "+596",
  GF: "+594",
  RE: "+262",
  YT: "+262",
  NC: "+687",
  PF: "+689",
};
export const COUNTRIES = Object.keys(CALLING);

/** "France, +33". */
export function countryWords(code: string, language: string): string {
  const name = new Intl.DisplayNames([language], { type: "region" }).of(code) ?? code;
  return CALLING[code] ? `${name}, ${CALLING[code]}` : name;
}

/** A French number in pairs, so that a column of them can be read; others stay as they are. */
export function pairs(number: string): string {
  const digits = number.replace(/^\+33/, "0").replace(/[\s.\-\u00a0]/g, "");
  return /^0\d{9}$/.test(digits) ? digits.replace(/(\d{2})(?=\d)/g, "$1\u00a0") : number;
}

/** Whether a column asks for a decision. The order of dates has a likely answer and shows it, so it does not. */
export function isAsking(
  question: Question | null | undefined,
  field: string | null,
  choice: { restore_zero?: boolean | null } | null,
): boolean {
  if (question?.kind !== "lost_zero") return false;
  return (field === "phone" || field === "postcode") && typeof choice?.restore_zero !== "boolean";
}

const PLACES: Record<DateOrder, [number, number, number]> = {
  day_first: [0, 1, 2],
  month_first: [1, 0, 2],
  year_first: [2, 1, 0],
};

/** A written date as noon of that day, or `null` where the order makes no day of it. */
export function dateAs(sample: string, order: DateOrder): number | null {
  const numbers = sample.match(/\d+/g)?.slice(0, 3).map(Number) ?? [];
  if (numbers.length < 3) return null;
  const written = sample.match(/^\s*\d{4}/) ? PLACES.year_first : PLACES[order];
  const [day = 0, month = 0, short = 0] = written.map((place) => numbers[place] ?? 0);
  const year = short >= 100 ? short : short + (short > 30 ? 1900 : 2000);
  const date = new Date(year, month - 1, day, 12);
  return month >= 1 && month <= 12 && date.getDate() === day ? date.getTime() : null;
}

/** What several cells of one field give together. */
export function joined(cells: readonly string[], field: string, join: string | null | undefined): string {
  const filled = cells.map((cell) => cell.trim()).filter(Boolean);
  if (togetherAs(field) === "first") return filled[0] ?? "";
  return filled.join(togetherAs(field) === "united" ? ", " : (join ?? usualJoin(field)));
}
