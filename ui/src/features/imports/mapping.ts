// What a column becomes: pure rules behind the mapping table.
import type { Inspection } from "./useWizard";

type Column = Inspection["columns"][number];

const SURE = 0.95;
const LIKELY = 0.75;

export type Confidence = "sure" | "likely" | "check" | "chosen" | "new" | "twice" | "ignored";

/** How a mapped column is to be read by the person. */
export function confidenceOf(
  column: Column,
  field: string | null,
  mapping: readonly (string | null)[],
): Confidence {
  if (field === null) return "ignored";
  if (mapping.filter((other) => other === field).length > 1) return "twice";
  if (field !== column.suggestion) return field.startsWith("custom:") ? "new" : "chosen";
  if (column.confidence >= SURE) return "sure";
  return column.confidence >= LIKELY ? "likely" : "check";
}

/** A key for a firm's own field: lower-case ASCII, digits and `_`, never empty. */
export function customKey(header: string, index: number): string {
  const slug = header
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
  return `custom:${slug || `column_${index + 1}`}`;
}

/** A French national number without its first zero, as spreadsheets leave it. */
export function lostZero(samples: readonly string[]): string | undefined {
  return samples.find((sample) => /^[1-9]\d{8}$/.test(sample.replace(/[\s.-]/g, "")));
}

const CALLING: Record<string, string> = {
  FR: "+33",
  BE: "+32",
  CH: "+41",
  LU: "+352",
  MC: "+377",
  DE: "+49",
  ES: "+34",
  IT: "+39",
  PT: "+351",
  GB: "+44",
  CA: "+1",
  MA: "+212",
  TN: "+216",
  DZ: "+213",
  SN: "+221",
  CI: "+225",
};
export const COUNTRIES = Object.keys(CALLING) as (
  | "FR"
  | "BE"
  | "CH"
  | "LU"
  | "MC"
  | "DE"
  | "ES"
  | "IT"
  | "PT"
  | "GB"
  | "CA"
  | "MA"
  | "TN"
  | "DZ"
  | "SN"
  | "CI"
)[];

/** The worked example under a phone column; only an illustration, the server reads every number with full tables. */
export function exampleNumber(sample: string, country: string): string {
  const digits = sample.replace(/\D/g, "");
  if (sample.trim().startsWith("+") || digits.length > 10) return sample;
  if (country === "FR" && digits.replace(/^0/, "").length === 9) {
    return `0${digits.replace(/^0/, "")}`.replace(/(\d{2})(?=\d)/g, "$1\u00a0");
  }
  return `${CALLING[country] ?? ""} ${digits.replace(/^0/, "")}`;
}

/** The contact that one row of the preview would give, field by field. */
export function contactOf(
  row: readonly string[],
  mapping: readonly (string | null)[],
): Record<string, string> {
  const contact: Record<string, string> = {};
  mapping.forEach((field, index) => {
    const value = row[index]?.trim() ?? "";
    if (field && value && !contact[field]) contact[field] = value;
  });
  return contact;
}
