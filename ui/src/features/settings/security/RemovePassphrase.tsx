// The passphrase goes; the other ways to open the vault stay. It can be added again at any time.
import { Button, Group } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { client } from "@/api/client";
import { errorWords } from "@/api/errors";
import { Dialog } from "@/design/Dialog";
import { Notice } from "@/design/Notice";
import { toast } from "@/design/toast";
import settings from "../settings.module.css";
import classes from "./security.module.css";
import { useSecurityAct } from "./useSecurityAct";

export function RemovePassphrase({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(["security", "common"]);
  const { busy, error, run } = useSecurityAct();
  const remove = async () => {
    if (await run(() => client.DELETE("/api/vault/passphrase"))) {
      toast.done(t("passphrase.removed"));
      onClose();
    }
  };
  return (
    <Dialog opened onClose={onClose} title={t("passphrase.removeTitle")}>
      <div className={settings.form}>
        <p className={classes.quiet}>{t("passphrase.removeText")}</p>
        {error ? <Notice tone="red">{errorWords(error)}</Notice> : null}
        <Group justify="end" gap={8}>
          <Button variant="subtle" onClick={onClose} data-autofocus>
            {t("common:cancel")}
          </Button>
          <Button color="red" loading={busy} onClick={() => void remove()}>
            {t("passphrase.remove")}
          </Button>
        </Group>
      </div>
    </Dialog>
  );
}
