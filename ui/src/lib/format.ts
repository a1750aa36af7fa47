// Numbers, dates and sizes as people of the language write them.

/** Thin space: groups thousands without tearing the figure apart. */
const THIN_SPACE = "\u2009";
const DAY = 86_400_000;

function localeOf(language: string): string {
  return language.startsWith("fr") ? "fr-FR" : language.startsWith("de") ? "de-DE" : "en-GB";
}

function regroup(text: string): string {
  return text.replace(/[\u202f\u00a0](?=\d)/g, THIN_SPACE);
}

export function formatNumber(value: number, language: string, options?: Intl.NumberFormatOptions): string {
  return regroup(new Intl.NumberFormat(localeOf(language), options).format(value));
}

/** `share` is between 0 and 1. */
export function formatPercent(share: number, language: string, digits = 0): string {
  return formatNumber(share, language, { style: "percent", maximumFractionDigits: digits });
}

/** Money arrives as integer minor units, so that no cent is lost on the way. */
export function formatMoney(minor: number, currency: string, language: string): string {
  return formatNumber(minor / 100, language, { style: "currency", currency });
}

export function formatBytes(bytes: number, language: string): string {
  const units = language.startsWith("fr") ? ["o", "Ko", "Mo", "Go"] : ["B", "KB", "MB", "GB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit > 0 && value < 10 ? 1 : 0;
  return `${formatNumber(value, language, { maximumFractionDigits: digits })}\u00a0${units[unit]}`;
}

function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

function dateParts(options: Intl.DateTimeFormatOptions, at: number, language: string): string {
  return new Intl.DateTimeFormat(localeOf(language), options).format(at);
}

/** "Mardi 6 octobre 2026", for the top of a page. */
export function formatLongDate(at: number, language: string): string {
  return capital(
    dateParts({ weekday: "long", day: "numeric", month: "long", year: "numeric" }, at, language),
  );
}

/** "6 octobre 2026". */
export function formatDate(at: number, language: string): string {
  return dateParts({ day: "numeric", month: "long", year: "numeric" }, at, language);
}

/** "14:02", for columns. */
export function formatClock(at: number, language: string): string {
  return dateParts({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, at, language);
}

/** "14:01:47", where two things may happen within one minute. */
export function formatExactClock(at: number, language: string): string {
  return dateParts({ hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }, at, language);
}

/** "Octobre 2026". */
export function formatMonth(at: number, language: string): string {
  return capital(dateParts({ month: "long", year: "numeric" }, at, language));
}

/** "16 h 40" in French sentences, "16:40" elsewhere. */
export function formatTime(at: number, language: string): string {
  const clock = formatClock(at, language);
  return language.startsWith("fr") ? clock.replace(/^0?(\d+):/, "$1\u00a0h\u00a0") : clock;
}

function dayNumber(at: number): number {
  const date = new Date(at);
  return Math.floor((date.getTime() - date.getTimezoneOffset() * 60_000) / DAY);
}

/** For columns and histories: today's clock, "hier", then the shortest date that is still clear. */
export function formatRecent(at: number, now: number, language: string): string {
  const days = dayNumber(now) - dayNumber(at);
  if (days === 0) return formatClock(at, language);
  if (days === 1) {
    const word = new Intl.RelativeTimeFormat(localeOf(language), { numeric: "auto" }).format(-1, "day");
    return word;
  }
  if (days > 0 && days < 300) return dateParts({ day: "numeric", month: "short" }, at, language);
  return dateParts({ day: "numeric", month: "short", year: "numeric" }, at, language);
}

/** "aujourd’hui à 14:02", "hier à 17:42", "6 octobre 2026 à 09:12". */
export function formatMoment(at: number, now: number, language: string): string {
  const days = dayNumber(now) - dayNumber(at);
  const joiner = language.startsWith("fr") ? " à " : " at ";
  const day =
    days === 0 || days === 1
      ? new Intl.RelativeTimeFormat(localeOf(language), { numeric: "auto" }).format(-days, "day")
      : formatDate(at, language);
  return `${day}${joiner}${formatClock(at, language)}`;
}

/** "38 min", "1 h 48", "2 j 20 h": two units at most. */
export function formatDuration(milliseconds: number, language: string): string {
  const minutes = Math.max(0, Math.round(milliseconds / 60_000));
  const dayUnit = language.startsWith("fr") ? "j" : "d";
  if (minutes < 1) return `${formatNumber(Math.max(1, Math.round(milliseconds / 1000)), language)}\u00a0s`;
  if (minutes < 60) return `${minutes}\u00a0min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) {
    const rest = minutes % 60;
    return rest ? `${hours}\u00a0h\u00a0${String(rest).padStart(2, "0")}` : `${hours}\u00a0h`;
  }
  const rest = hours % 24;
  return rest
    ? `${Math.floor(hours / 24)}\u00a0${dayUnit}\u00a0${rest}\u00a0h`
    : `${Math.floor(hours / 24)}\u00a0${dayUnit}`;
}

/** Seconds with one decimal below ten: "3,4 s". */
export function formatSeconds(seconds: number, language: string): string {
  return `${formatNumber(seconds, language, { maximumFractionDigits: seconds < 10 ? 1 : 0 })}\u00a0s`;
}

/** A French number in pairs; any other country keeps its E.164 form. */
export function formatPhone(e164: string): string {
  const french = /^\+33(\d)(\d{2})(\d{2})(\d{2})(\d{2})$/.exec(e164);
  return french ? `0${french.slice(1).join("\u00a0")}` : e164;
}
