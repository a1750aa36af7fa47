// A moment in a sentence that says "of" or "after": always the date, never "today".
import { useTranslation } from "react-i18next";
import { useFormat } from "@/lib/useFormat";

export function useExactTime(): (at: number) => string {
  const { t } = useTranslation("backup");
  const format = useFormat();
  return (at) => t("at", { date: format.date(at), time: format.clock(at) });
}
