// The same file again: said before anything is chosen, with a way to what it did.
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Notice } from "@/design/Notice";
import { useFormat } from "@/lib/useFormat";
import type { Inspection } from "./useWizard";
import classes from "./Wizard.module.css";

export function ImportedBefore({ inspection }: { inspection: Inspection }) {
  const { t } = useTranslation("imports");
  const format = useFormat();
  const [latest] = inspection.imported_before;
  if (!latest) return null;
  return (
    <div className={classes.above}>
      <Notice
        tone="amber"
        title={t("before.title", { when: format.recent(latest.started_at) })}
        action={
          <Link to="/contacts/import" search={{ import: latest.id }}>
            {t("before.see")}
          </Link>
        }
      >
        {t("before.text", { count: latest.created })}
      </Notice>
    </div>
  );
}
