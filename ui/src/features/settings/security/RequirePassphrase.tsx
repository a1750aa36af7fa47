// The passphrase becomes the only everyday way in: it is typed once more, so that nobody locks themselves out.
import { Button, Group, PasswordInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { client } from "@/api/client";
import { errorCode, errorWords } from "@/api/errors";
import { Dialog } from "@/design/Dialog";
import { Notice } from "@/design/Notice";
import { toast } from "@/design/toast";
import settings from "../settings.module.css";
import classes from "./security.module.css";
import { useSecurityAct } from "./useSecurityAct";

export function RequirePassphrase({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(["security", "common", "lock"]);
  const { busy, error, run } = useSecurityAct();
  const [passphrase, setPassphrase] = useState("");
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const body = { required: true, passphrase };
    if (await run(() => client.PUT("/api/vault/passphrase-required", { body }))) {
      toast.done(t("require.done"));
      onClose();
    }
  };
  const wrong = errorCode(error) === "slot_wrong_secret";
  return (
    <Dialog opened onClose={onClose} title={t("require.title")}>
      <form className={settings.form} onSubmit={(event) => void submit(event)}>
        <ul className={classes.points}>
          <li>{t("require.computers")}</li>
          <li>{t("require.lost")}</li>
        </ul>
        <PasswordInput
          label={t("lock:way.passphrase.label")}
          value={passphrase}
          onChange={(event) => setPassphrase(event.currentTarget.value)}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ "aria-label": t("lock:show"), "aria-hidden": false, tabIndex: 0 }}
          data-autofocus
        />
        {error ? <Notice tone="red">{wrong ? t("require.wrong") : errorWords(error)}</Notice> : null}
        <Group justify="end" gap={8}>
          <Button variant="subtle" onClick={onClose}>
            {t("common:cancel")}
          </Button>
          <Button type="submit" variant="filled" loading={busy} disabled={passphrase === ""}>
            {t("require.do")}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}
