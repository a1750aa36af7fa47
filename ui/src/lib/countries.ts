// Countries by their own names in the person's language; the firm's decides how phone numbers are read.
import { useMemo } from "react";

/** Where the first customers are, overseas territories included; the list grows with the languages. */
const CODES =
  "FR BE CH LU MC CA GP MQ GF RE YT PM BL MF NC PF WF MA TN DZ SN CI CM CD MG HT DE AT IT ES PT NL GB IE US".split(
    " ",
  );

export function useCountries(language: string): { value: string; label: string }[] {
  return useMemo(() => {
    const names = new Intl.DisplayNames([language], { type: "region" });
    return CODES.map((code) => ({ value: code, label: names.of(code) ?? code })).sort((a, b) =>
      a.label.localeCompare(b.label, language),
    );
  }, [language]);
}
