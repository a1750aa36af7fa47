// The formats of format.ts, bound to the language in use.
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import * as format from "./format";

export function useFormat() {
  const { i18n } = useTranslation();
  const language = i18n.language;
  return useMemo(
    () => ({
      number: (value: number, options?: Intl.NumberFormatOptions) =>
        format.formatNumber(value, language, options),
      percent: (share: number, digits?: number) => format.formatPercent(share, language, digits),
      money: (minor: number, currency: string) => format.formatMoney(minor, currency, language),
      bytes: (bytes: number) => format.formatBytes(bytes, language),
      longDate: (at: number) => format.formatLongDate(at, language),
      date: (at: number) => format.formatDate(at, language),
      clock: (at: number) => format.formatClock(at, language),
      exactClock: (at: number) => format.formatExactClock(at, language),
      month: (at: number) => format.formatMonth(at, language),
      time: (at: number) => format.formatTime(at, language),
      recent: (at: number) => format.formatRecent(at, Date.now(), language),
      moment: (at: number) => format.formatMoment(at, Date.now(), language),
      duration: (milliseconds: number) => format.formatDuration(milliseconds, language),
      seconds: (seconds: number) => format.formatSeconds(seconds, language),
      phone: format.formatPhone,
    }),
    [language],
  );
}
