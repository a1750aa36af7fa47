// The fields a column can become, and what happens where several columns become one.
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { NewField } from "./contract";

/** The product's own fields, in the order in which people read them. */
export const STANDARD = [
  "civility",
  "first_name",
  "last_name",
  "full_name",
  "email",
  "phone",
  "company",
  "street",
  "full_address",
  "postcode",
  "city",
  "country",
  "birthdate",
  "reference",
  "notes",
  "tags",
] as const;

export const CONSENTS = ["consent:email", "consent:phone", "consent:whats_app", "consent:post"] as const;

/** Several columns in one field: texts are joined, of addresses and dates the first filled one counts. */
export type Together = "joined" | "first" | "united";

export function togetherAs(field: string): Together {
  if (field === "tags") return "united";
  if (["email", "phone", "birthdate"].includes(field) || field.startsWith("consent:")) return "first";
  return "joined";
}

/** What stands between joined cells unless the person says otherwise. */
export function usualJoin(field: string): string {
  return field === "notes" ? ", " : " ";
}

export const JOINS = [
  [" ", "blank"],
  [", ", "comma"],
  [" - ", "dash"],
  ["", "nothing"],
] as const;

/** Names of fields in the person's language; a firm's own fields keep the label that the firm gave them. */
export function useFieldLabel(newFields: readonly NewField[] = []): (key: string) => string {
  const { i18n } = useTranslation(["imports", "contacts"]);
  const fields = api.useQuery("get", "/api/fields");
  return useCallback(
    (key: string) => {
      const own = newFields.find((field) => `custom:${field.key}` === key);
      if (own) return own.label;
      const known = fields.data?.find((field) => field.key === key);
      if (known?.label) return known.label;
      for (const code of [`imports:fields.${key.replace(":", "_")}`, `contacts:field.${key}`]) {
        if (i18n.exists(code)) return i18n.t(code as never) as string;
      }
      return key.replace("custom:", "").replaceAll("_", " ");
    },
    [fields.data, i18n, newFields],
  );
}
