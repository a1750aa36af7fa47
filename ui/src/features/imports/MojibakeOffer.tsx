// Accents that another program broke: shown as they are and as they were meant, mended only when asked.
import { Button } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { icon } from "@/design/icon";
import { Notice } from "@/design/Notice";
import type { Inspection } from "./contract";
import type { Wizard } from "./useWizard";
import classes from "./Wizard.module.css";

export function MojibakeOffer({ wizard, inspection }: { wizard: Wizard; inspection: Inspection }) {
  const { t } = useTranslation("imports");
  const busy = wizard.inspection.isFetching;
  if (wizard.choices.read.repair_mojibake) {
    return (
      <Notice
        tone="green"
        title={t("mojibake.done")}
        action={
          <Button size="sm" loading={busy} onClick={() => wizard.readAgain({ repair_mojibake: false })}>
            {t("mojibake.leave")}
          </Button>
        }
      >
        {t("mojibake.doneText")}
      </Notice>
    );
  }
  const found = inspection.mojibake;
  if (!found) return null;
  return (
    <Notice
      tone="amber"
      title={t("mojibake.title", { line: found.line })}
      action={
        <Button size="sm" loading={busy} onClick={() => wizard.readAgain({ repair_mojibake: true })}>
          {t("mojibake.repair")}
        </Button>
      }
    >
      <span className={classes.beforeAfter}>
        <span>{found.before}</span>
        <IconArrowRight {...icon} size={14} />
        <b>{found.after}</b>
      </span>
    </Notice>
  );
}
