// The variables of this vault: one spelling of each field to offer, every spelling to accept.
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { components } from "@/api/schema";
import type { KnownVariable } from "./editor/KnownVariables";

type Row = components["schemas"]["KnownVariable"];

/** The spellings offered to people who read English; in French the first name of each field is. */
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

/** The spelling of a field that a person of this language would type. */
export function offeredSpelling(row: Row, english: boolean): string {
  return (english && row.aliases.find((alias) => ENGLISH.has(alias))) || row.name;
}

export function useOfferedVariables(): KnownVariable[] | null {
  const { t, i18n } = useTranslation("templates");
  const { data } = api.useQuery("get", "/api/templates/variables");
  return useMemo(
    () =>
      data?.map((row) => ({
        name: offeredSpelling(row, i18n.language !== "fr"),
        label: row.custom ? row.name : t(`field.${row.field}` as "field.first_name"),
        spellings: [row.name, ...row.aliases],
      })) ?? null,
    [data, t, i18n.language],
  );
}
