// What an erasure removed, as words.
import { useTranslation } from "react-i18next";

const KINDS = ["contacts", "consents", "messages", "import_rows", "versions", "audit_details"] as const;

export function useCounts(): (counts: Readonly<Record<string, number>>) => string[] {
  const { t } = useTranslation("privacy");
  return (counts) => {
    const words = KINDS.filter((kind) => (counts[kind] ?? 0) > 0).map((kind) =>
      t(`counts.${kind}`, { count: counts[kind] ?? 0 }),
    );
    return words.length > 0 ? words : [t("counts.none")];
  };
}
