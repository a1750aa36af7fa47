// A new master key for when a code or a passphrase may be known to others. What nobody types here stops opening the vault.
import { Button, Group, PasswordInput, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { client } from "@/api/client";
import { errorWords } from "@/api/errors";
import type { Slot } from "@/api/security";
import { Dialog } from "@/design/Dialog";
import { Notice } from "@/design/Notice";
import { StatusIcon } from "@/design/StatusIcon";
import { toast } from "@/design/toast";
import { readTypedCode } from "@/lib/recoveryCode";
import settings from "../settings.module.css";
import classes from "./security.module.css";
import { droppedBy, hasPassphrase, inOrder, keepsPortable, ownName, type Secrets } from "./slots";
import { useSecurityAct } from "./useSecurityAct";

export function MasterDialog({ slots, onClose }: { slots: readonly Slot[]; onClose: () => void }) {
  const { t } = useTranslation(["security", "common", "lock"]);
  const { busy, error, run } = useSecurityAct();
  const [secrets, setSecrets] = useState<Secrets>({ passphrase: "", recovery_code: "" });
  const dropped = droppedBy(slots, secrets);
  const typed = readTypedCode(secrets.recovery_code);
  const codeReady = secrets.recovery_code.trim() === "" || typed.complete;
  const ready = codeReady && keepsPortable(slots, secrets);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    const given = {
      ...(secrets.passphrase ? { passphrase: secrets.passphrase } : {}),
      ...(secrets.recovery_code.trim() ? { recovery_code: secrets.recovery_code.trim() } : {}),
    };
    if (await run(() => client.POST("/api/vault/rotations", { body: { kind: "master", secrets: given } }))) {
      toast.done(t("rotation.master.done"));
      onClose();
    }
  };
  return (
    <Dialog opened onClose={onClose} size={520} title={t("rotation.master.ask")}>
      <form className={settings.form} onSubmit={(event) => void submit(event)}>
        <p className={classes.quiet}>{t("rotation.master.first")}</p>
        {slots.some((slot) => slot.kind === "recovery") ? (
          <TextInput
            label={t("lock:way.recovery.label")}
            classNames={{ input: classes.codeField ?? "" }}
            placeholder="SR1-XXXX-XXXX-…"
            value={secrets.recovery_code}
            onChange={(event) => setSecrets({ ...secrets, recovery_code: event.currentTarget.value })}
            error={
              typed.stranger
                ? t("lock:code.stranger", { sign: typed.stranger.sign, number: typed.stranger.group })
                : null
            }
            autoComplete="off"
            spellCheck={false}
            data-autofocus
          />
        ) : null}
        {hasPassphrase(slots) ? (
          <PasswordInput
            label={t("lock:way.passphrase.label")}
            value={secrets.passphrase}
            onChange={(event) => setSecrets({ ...secrets, passphrase: event.currentTarget.value })}
            autoComplete="current-password"
            visibilityToggleButtonProps={{ "aria-label": t("lock:show"), "aria-hidden": false, tabIndex: 0 }}
          />
        ) : null}
        <SlotFates slots={slots} dropped={dropped} />
        {keepsPortable(slots, secrets) ? null : (
          <p className={classes.quiet}>{t("rotation.master.needsOne")}</p>
        )}
        {error ? <Notice tone="red">{errorWords(error)}</Notice> : null}
        <Group justify="end" gap={8}>
          <Button variant="subtle" onClick={onClose}>
            {t("common:cancel")}
          </Button>
          <Button type="submit" variant="filled" loading={busy} disabled={!ready}>
            {t("rotation.master.do")}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}

/** Each way to open the vault: does it survive? */
function SlotFates({ slots, dropped }: { slots: readonly Slot[]; dropped: readonly Slot[] }) {
  const { t } = useTranslation("security");
  return (
    <ul className={classes.fates} aria-live="polite">
      {inOrder(slots).map((slot) => {
        const goes = dropped.includes(slot);
        return (
          <li key={slot.id}>
            <StatusIcon status={goes ? "asks" : "done"} />
            <span>{[ownName(slot), t(`kind.${slot.kind}.name`)].filter(Boolean).join(", ")}</span>
            <span className={classes.fate}>{t(goes ? "rotation.master.goes" : "rotation.master.stays")}</span>
          </li>
        );
      })}
    </ul>
  );
}
