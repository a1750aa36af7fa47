// What a rule can ask about, with the words for it.
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { SegmentField } from "@/api/types";

export interface AskedField {
  key: string;
  label: string;
  kind: string;
  part: Part;
  operators: { key: string; label: string }[];
  options: readonly string[];
}

const PARTS = {
  sorting: ["tags", "groups"],
  who: ["full_name", "first_name", "last_name", "civility", "company", "reference", "notes", "birthdate"],
  reach: [
    "email",
    "email_domain",
    "has_email",
    "phone",
    "has_phone",
    "street",
    "postcode",
    "city",
    "country",
  ],
  own: [],
  consent: [],
  past: ["created_at", "updated_at", "campaign", "import"],
} as const;
export type Part = keyof typeof PARTS;
export const PART_ORDER = Object.keys(PARTS) as Part[];

function partOf(key: string): Part {
  if (key.startsWith("custom:")) return "own";
  if (key.startsWith("consent:") || key.startsWith("suppressed:")) return "consent";
  return PART_ORDER.find((part) => (PARTS[part] as readonly string[]).includes(key)) ?? "who";
}

export function useSegmentFields() {
  const { t, i18n } = useTranslation("segments");
  const found = api.useQuery("get", "/api/segments/fields");
  const fields = useMemo(() => {
    const word = (key: string, otherwise: string) =>
      i18n.exists(`segments:${key}`) ? (t(key as never) as string) : otherwise;
    const read = (field: SegmentField): AskedField => ({
      key: field.key,
      label: field.label ?? word(`field.${field.key.replace(":", "_")}`, field.label_code),
      kind: field.kind,
      part: partOf(field.key),
      options: field.options,
      operators: field.operators.map(({ key }) => ({
        key,
        label: word(`operatorOf.${field.kind}.${key}`, word(`operator.${key}`, key)),
      })),
    });
    return found.data?.map(read) ?? [];
  }, [found.data, t, i18n]);
  const kindOf = useMemo(() => {
    const kinds = new Map(fields.map(({ key, kind }) => [key, kind]));
    return (key: string) => kinds.get(key) ?? "text";
  }, [fields]);
  return { found, fields, kindOf };
}
