// The language of the screens: French first, English beside it, kept between visits.
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { formatNumber } from "@/lib/format";
import { en, fr, withMillions } from "./resources";

export const LANGUAGES = ["fr", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

const REMEMBERED = "sellify.language";

function startLanguage(): Language {
  const kept = localStorage.getItem(REMEMBERED) ?? navigator.language.slice(0, 2);
  return LANGUAGES.find((language) => language === kept) ?? "fr";
}

export const i18n = i18next.createInstance();

i18n.use(initReactI18next).init({
  resources: { fr: withMillions(fr), en },
  lng: startLanguage(),
  fallbackLng: "fr",
  ns: Object.keys(fr),
  defaultNS: "common",
  interpolation: { escapeValue: false },
  returnNull: false,
});

i18n.services.formatter?.add("number", (value: unknown, language) =>
  formatNumber(Number(value), language ?? "fr"),
);

function announce(language: string) {
  document.documentElement.lang = language;
}
announce(i18n.language);
i18n.on("languageChanged", announce);

/** Switches at once, without a restart, and remembers the choice for the next start. */
export function setLanguage(language: Language) {
  localStorage.setItem(REMEMBERED, language);
  void i18n.changeLanguage(language);
}
