// One backup file: when, how much, proven or not, and the code that opens it.
import { Button } from "@mantine/core";
import { IconArchive } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Backup } from "@/api/types";
import { Chip } from "@/design/Chip";
import { iconLarge } from "@/design/icon";
import { StatusIcon } from "@/design/StatusIcon";
import { useFormat } from "@/lib/useFormat";
import settings from "../settings.module.css";
import classes from "./backup.module.css";

interface BackupRowProps {
  backup: Backup;
  busy: boolean;
  onProve: () => void;
  onDrill: () => void;
}

export function BackupRow({ backup, busy, onProve, onDrill }: BackupRowProps) {
  const { t } = useTranslation("backup");
  const format = useFormat();
  const proven = backup.verified_at !== null;
  const contacts = backup.counts?.contacts;
  return (
    <li className={settings.row}>
      <span className={classes.face}>
        <IconArchive {...iconLarge} />
      </span>
      <div className={settings.rowText}>
        <span className={classes.name}>
          <strong>{format.moment(backup.at)}</strong>
          <Chip>{backup.recovery_key_id}</Chip>
        </span>
        <span title={backup.path}>
          {[
            format.bytes(backup.bytes),
            contacts === undefined ? null : t("file.contacts", { count: contacts }),
            t(backup.automatic ? "file.automatic" : "file.byHand"),
          ]
            .filter(Boolean)
            .join(" · ")}
        </span>
        <span className={classes.proof} data-proven={proven}>
          <StatusIcon status={proven ? "done" : "asks"} />
          {proven ? t("file.proven", { when: format.moment(backup.verified_at ?? 0) }) : t("file.unproven")}
        </span>
        {backup.opens_with_current_code ? null : (
          <span className={classes.proof} data-proven={false}>
            <StatusIcon status="asks" />
            {t("file.earlierCode", { mark: backup.recovery_key_id })}
          </span>
        )}
      </div>
      <div className={classes.acts}>
        <Button size="sm" loading={busy} onClick={onProve}>
          {t("file.verify")}
        </Button>
        {proven ? (
          <Button size="sm" variant="subtle" onClick={onDrill}>
            {t("file.drill")}
          </Button>
        ) : null}
      </div>
    </li>
  );
}
