// Before the database or the sealed cells get a new key: what happens meanwhile, and what must be there first.
import { Button, Group } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { client } from "@/api/client";
import { errorCode, errorWords } from "@/api/errors";
import { ButtonLink } from "@/design/ButtonLink";
import { Dialog } from "@/design/Dialog";
import { Notice } from "@/design/Notice";
import settings from "../settings.module.css";
import classes from "./security.module.css";
import { useSecurityAct } from "./useSecurityAct";

const NEEDS_BACKUP = new Set(["backup_unverified", "backup_needed", "rotation_needs_backup"]);

export function RenewDialog({ kind, onClose }: { kind: "database" | "columns"; onClose: () => void }) {
  const { t } = useTranslation(["security", "common"]);
  const { busy, error, run } = useSecurityAct();
  const renew = async () => {
    if (await run(() => client.POST("/api/vault/rotations", { body: { kind } }))) onClose();
  };
  return (
    <Dialog opened onClose={onClose} title={t(`rotation.${kind}.ask`)}>
      <div className={settings.form}>
        <ul className={classes.points}>
          <li>{t(`rotation.${kind}.first`)}</li>
          <li>{t(`rotation.${kind}.meanwhile`)}</li>
          <li>{t(`rotation.${kind}.power`)}</li>
        </ul>
        {error ? <Notice tone="red">{errorWords(error)}</Notice> : null}
        <Group justify="end" gap={8}>
          <Button variant="subtle" onClick={onClose}>
            {t("common:cancel")}
          </Button>
          {error && NEEDS_BACKUP.has(errorCode(error)) ? (
            <ButtonLink variant="filled" to="/settings" search={{ section: "backup" }} onClick={onClose}>
              {t("rotation.toBackup")}
            </ButtonLink>
          ) : (
            <Button variant="filled" loading={busy} onClick={() => void renew()} data-autofocus>
              {t(`rotation.${kind}.do`)}
            </Button>
          )}
        </Group>
      </div>
    </Dialog>
  );
}
