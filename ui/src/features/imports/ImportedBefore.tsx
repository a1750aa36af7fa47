// The same file again: said before anything is chosen, with a way to what it did.
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Notice } from "@/design/Notice";
import { useFormat } from "@/lib/useFormat";
import type { Inspection } from "./contract";

export function ImportedBefore({ inspection }: { inspection: Inspection }) {
  const { t } = useTranslation("imports");
  const format = useFormat();
  const [latest] = inspection.imported_before;
  if (!latest) return null;
  return (
    <Notice
      tone="amber"
      title={t("before.title", { when: format.recent(latest.started_at) })}
      action={
        <Link to="/contacts/imports" search={{ open: latest.id }}>
          {t("before.see")}
        </Link>
      }
    >
      {t("before.text", { count: latest.created })}
    </Notice>
  );
}
