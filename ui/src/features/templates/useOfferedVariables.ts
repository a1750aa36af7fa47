// The variables of this vault: one spelling of each field to offer, every spelling to accept.
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { components } from "@/api/schema";
import type { KnownVariable } from "./editor/KnownVariables";

type Row = components["schemas"]["KnownVariable"];

/** The engine lists French spellings first, English ones after: the first in the person's language is offered. */
const ENGLISH = new Set([
  "civility",
  "first_name",
  "last_name",
  "full_name",
  "email",
  "phone",
  "company",
  "street",
  "postcode",
  "city",
  "country",
  "birthdate",
  "reference",
]);

export function offeredSpellings(rows: Row[], english: boolean): Row[] {
  const byField = new Map<string, Row[]>();
  for (const row of rows) byField.set(row.field, [...(byField.get(row.field) ?? []), row]);
  return [...byField.values()].flatMap((spellings) => {
    const fitting = english ? spellings.find((row) => row.custom || ENGLISH.has(row.name)) : spellings[0];
    return fitting ?? spellings[0] ?? [];
  });
}

export function useOfferedVariables(): { offered: KnownVariable[]; accepted: string[] } | null {
  const { t, i18n } = useTranslation("templates");
  const { data } = api.useQuery("get", "/api/templates/variables");
  return useMemo(() => {
    if (!data) return null;
    const label = (row: Row) => (row.custom ? row.name : t(`field.${row.field}` as "field.first_name"));
    const offered = offeredSpellings(data, i18n.language !== "fr").map((row) => ({
      name: row.name,
      label: label(row),
    }));
    return { offered, accepted: data.map((row) => row.name) };
  }, [data, t, i18n.language]);
}
