// The vault is back. What stands still, and why.
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { RestoredVault } from "@/api/types";
import { Notice } from "@/design/Notice";
import classes from "./restore.module.css";
import { useExactTime } from "./useExactTime";

export function DoneStep({ restored, onEnter }: { restored: RestoredVault; onEnter: () => void }) {
  const { t } = useTranslation("backup");
  const exact = useExactTime();
  return (
    <div className={classes.form}>
      <div>
        <h1 className={classes.title}>{t("done.title")}</h1>
        <p className={classes.text}>
          {t("done.text", {
            count: restored.counts.contacts ?? 0,
            date: exact(restored.backup_at),
          })}
        </p>
      </div>
      <Notice tone="amber" title={t("quarantine.title")}>
        {t("done.quarantine")}{" "}
        {restored.campaigns_paused > 0 ? t("done.paused", { count: restored.campaigns_paused }) : null}
      </Notice>
      {restored.replaced ? (
        <p className={classes.small}>
          {t("done.replaced")} <span className={classes.path}>{restored.replaced}</span>
        </p>
      ) : null}
      <Button variant="filled" size="lg" onClick={onEnter} data-autofocus>
        {t("done.enter")}
      </Button>
    </div>
  );
}
