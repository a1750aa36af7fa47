// The value of a field as people of the language read it.
import { useTranslation } from "react-i18next";
import { useFormat } from "@/lib/useFormat";
import { pairs } from "./mapping";

export function useFieldWords(): (field: string, value: string) => string {
  const { t } = useTranslation("imports");
  const format = useFormat();
  return (field, value) => {
    if (field === "phone") return pairs(value);
    if (field === "tags") return value.split("|").join(", ");
    const isDated = field === "birthdate" || field.startsWith("custom:");
    if (isDated && /^\d{4}-\d{2}-\d{2}$/.test(value)) {
      return format.date(new Date(`${value}T12:00:00`).getTime());
    }
    if (field.startsWith("consent:") && ["granted", "refused"].includes(value)) {
      return t(value === "granted" ? "consent.granted" : "consent.refused");
    }
    return value;
  };
}
