// The fields a person edits, in reading order.
import type { Contact } from "@/api/types";

export const EDITED = [
  "civility",
  "first_name",
  "last_name",
  "company",
  "email",
  "phone",
  "street",
  "postcode",
  "city",
  "country",
  "birthdate",
  "reference",
] as const;

export type EditedField = (typeof EDITED)[number];

/** What the field's input holds: a number or address that could not be read stays as it was typed. */
export function fieldText(contact: Contact, field: EditedField): string {
  if (field === "email") return contact.email ?? contact.email_typed ?? "";
  if (field === "phone") return contact.phone ?? contact.phone_typed ?? "";
  return contact[field];
}
