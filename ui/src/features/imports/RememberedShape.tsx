// The same columns as a file before: its choices are taken again, and can be dropped with one click.
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Notice } from "@/design/Notice";
import { useFormat } from "@/lib/useFormat";
import type { Inspection } from "./contract";
import type { Wizard } from "./useWizard";

export function RememberedShape({ wizard, inspection }: { wizard: Wizard; inspection: Inspection }) {
  const { t } = useTranslation("imports");
  const format = useFormat();
  const kept = inspection.remembered;
  if (!kept) return null;
  const forgotten = wizard.choices.forget;
  // What was changed since belongs to the choices that are dropped or taken again.
  const switchTo = (forget: boolean) => wizard.change({ forget, mapping: null, columns: {}, newFields: [] });
  const when = { when: format.date(kept.used_at) };
  return (
    <Notice
      tone={forgotten ? "plain" : "green"}
      title={forgotten ? t("remembered.dropped") : t("remembered.title", when)}
      action={
        <Button size="sm" onClick={() => switchTo(!forgotten)}>
          {forgotten ? t("remembered.again", when) : t("remembered.drop")}
        </Button>
      }
    />
  );
}
