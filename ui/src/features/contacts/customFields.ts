// The firm's own fields: what they are called, and how their values read.
import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { Field } from "@/api/types";
import { useFormat } from "@/lib/useFormat";

export const KINDS = ["text", "number", "date", "yes_no", "choice"] as const;
export type FieldKind = (typeof KINDS)[number];

const NONE: Field[] = [];

/** The key under which a contact carries its value: `custom:card` is kept as `card`. */
export const bareKey = (field: Pick<Field, "key">) => field.key.replace(/^custom:/, "");
export function fieldName(field: Pick<Field, "key" | "label">): string {
  const key = bareKey(field).replaceAll("_", " ");
  return field.label ?? key.charAt(0).toLocaleUpperCase() + key.slice(1);
}

export function useCustomFields(): Field[] {
  const fields = api.useQuery("get", "/api/fields");
  const all = fields.data;
  return useMemo(() => all?.filter((field) => field.custom) ?? NONE, [all]);
}

/** A stored value as a person reads it; what is no value of the kind stays as it was typed. */
export function useValueWords(): (field: Pick<Field, "kind">, value: string) => string {
  const { t } = useTranslation("contacts");
  const format = useFormat();
  return useCallback(
    (field, value) => {
      if (value === "") return "";
      if (field.kind === "yes_no") return value === "yes" ? t("yes") : value === "no" ? t("no") : value;
      if (field.kind === "number") {
        return /^-?\d+(\.\d+)?$/.test(value)
          ? format.number(Number(value), { maximumFractionDigits: 20 })
          : value;
      }
      if (field.kind === "date") {
        return /^\d{4}-\d\d-\d\d$/.test(value) ? format.date(Date.parse(value)) : value;
      }
      return value;
    },
    [t, format],
  );
}
