// A new passphrase, typed twice, with words on its strength: length counts, riddles do not.
import { Button, Group, PasswordInput } from "@mantine/core";
import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { client } from "@/api/client";
import { errorWords } from "@/api/errors";
import { Dialog } from "@/design/Dialog";
import { Meter } from "@/design/Meter";
import { Notice } from "@/design/Notice";
import { toast } from "@/design/toast";
import settings from "../settings.module.css";
import classes from "./security.module.css";
import { acceptable, SHORTEST, shareOf, strengthOf } from "./strength";
import { useSecurityAct } from "./useSecurityAct";

export function PassphraseDialog({ changes, onClose }: { changes: boolean; onClose: () => void }) {
  const { t } = useTranslation(["security", "common", "lock"]);
  const { busy, error, run } = useSecurityAct();
  const [passphrase, setPassphrase] = useState("");
  const [again, setAgain] = useState("");
  const differs = again !== "" && !passphrase.startsWith(again);
  const ready = acceptable(strengthOf(passphrase)) && passphrase === again;
  const toggle = { "aria-label": t("lock:show"), "aria-hidden": false, tabIndex: 0 };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    if (await run(() => client.PUT("/api/vault/passphrase", { body: { passphrase } }))) {
      toast.done(t(changes ? "passphrase.changed" : "passphrase.added"));
      onClose();
    }
  };
  return (
    <Dialog opened onClose={onClose} title={t(changes ? "passphrase.changeTitle" : "passphrase.addTitle")}>
      <form className={settings.form} onSubmit={(event) => void submit(event)}>
        <p className={classes.quiet}>{t("passphrase.text")}</p>
        <div>
          <PasswordInput
            label={t("passphrase.new")}
            description={t("passphrase.help", { count: SHORTEST })}
            value={passphrase}
            onChange={(event) => setPassphrase(event.currentTarget.value)}
            autoComplete="new-password"
            visibilityToggleButtonProps={toggle}
            data-autofocus
          />
          <StrengthWords passphrase={passphrase} />
        </div>
        <PasswordInput
          label={t("passphrase.again")}
          value={again}
          onChange={(event) => setAgain(event.currentTarget.value)}
          error={differs ? t("passphrase.differs") : null}
          autoComplete="new-password"
          visibilityToggleButtonProps={toggle}
        />
        {error ? <Notice tone="red">{errorWords(error)}</Notice> : null}
        <Group justify="end" gap={8}>
          <Button variant="subtle" onClick={onClose}>
            {t("common:cancel")}
          </Button>
          <Button type="submit" variant="filled" loading={busy} disabled={!ready}>
            {t(changes ? "passphrase.change" : "passphrase.add")}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}

function StrengthWords({ passphrase }: { passphrase: string }) {
  const { t } = useTranslation("security");
  const id = useId();
  const strength = strengthOf(passphrase);
  const words =
    strength.word === "short"
      ? t("strength.short", { count: strength.missing })
      : t(`strength.${strength.word}`);
  return (
    <div className={classes.strength}>
      <Meter label={t("strength.label")} text={words} value={shareOf(passphrase)} max={1} tone="gauge" />
      <p id={id} className={classes.strengthWords} aria-live="polite">
        {words}
      </p>
    </div>
  );
}
