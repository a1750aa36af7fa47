// One way to open the vault: by this computer, the passphrase or the recovery code.
import { Button, PasswordInput, Textarea } from "@mantine/core";
import { type FormEvent, type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { errorCode, errorWords } from "@/api/errors";
import { Notice } from "@/design/Notice";
import { RECOVERY_GROUPS, readTypedCode } from "@/lib/recoveryCode";
import classes from "./lock.module.css";
import type { Way } from "./reasons";

export interface Secret {
  passphrase?: string;
  recovery_code?: string;
}

interface UnlockFormProps {
  way: Way;
  /** Locked on purpose: opening is the ordinary act, not another try. */
  plain: boolean;
  busy: boolean;
  error: unknown;
  /** Seconds before the next try. */
  wait: number;
  onUnlock: (secret: Secret) => void;
}

export function UnlockForm({ way, plain, busy, error, wait, onUnlock }: UnlockFormProps) {
  const { t } = useTranslation("lock");
  const [text, setText] = useState("");
  const typed = readTypedCode(text);
  const ready = way === "computer" || (way === "recovery" ? typed.complete : text !== "");
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (!ready || busy || wait > 0) return;
    if (way === "computer") onUnlock({});
    else onUnlock(way === "passphrase" ? { passphrase: text } : { recovery_code: text.trim() });
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      {way === "passphrase" ? <PassphraseField value={text} onChange={setText} /> : null}
      {way === "recovery" ? <CodeField value={text} onChange={setText} onEnter={submit} /> : null}
      {error && !busy ? <Refused way={way} error={error} /> : null}
      <Button
        type="submit"
        variant="filled"
        size="lg"
        loading={busy}
        disabled={!ready || wait > 0}
        autoFocus={way === "computer"}
      >
        {wait > 0
          ? t("wait", { count: wait })
          : way === "computer"
            ? t(plain ? "way.computer.open" : "way.computer.again")
            : t(`way.${way}.open`)}
      </Button>
      {wait > 0 ? (
        <p className={classes.hint} role="status">
          {t("waitWhy")}
        </p>
      ) : null}
    </form>
  );
}

function Refused({ way, error }: { way: Way; error: unknown }) {
  const { t } = useTranslation("lock");
  const wrong = way === "passphrase" && errorCode(error) === "slot_wrong_secret";
  return (
    <Notice tone={way === "computer" ? "amber" : "red"}>
      {wrong ? t("wrongPassphrase") : errorWords(error)}
    </Notice>
  );
}

interface FieldProps {
  value: string;
  onChange: (text: string) => void;
}

function PassphraseField({ value, onChange }: FieldProps) {
  const { t } = useTranslation("lock");
  const [capsLock, setCapsLock] = useState(false);
  const look = (event: KeyboardEvent) => setCapsLock(event.getModifierState("CapsLock"));
  return (
    <PasswordInput
      label={t("way.passphrase.label")}
      description={capsLock ? t("capsLock") : undefined}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={look}
      onKeyUp={look}
      autoComplete="current-password"
      visibilityToggleButtonProps={{ "aria-label": t("show"), "aria-hidden": false, tabIndex: 0 }}
      autoFocus
    />
  );
}

/** Wide enough for the whole code: what is written can be compared with the sheet, group by group. */
function CodeField({ value, onChange, onEnter }: FieldProps & { onEnter: () => void }) {
  const { t } = useTranslation("lock");
  const { groups, stranger, tooLong, complete } = readTypedCode(value);
  const fault = stranger
    ? t("code.stranger", { sign: stranger.sign, number: stranger.group })
    : tooLong
      ? t("code.tooLong")
      : null;
  return (
    <div>
      <Textarea
        label={t("way.recovery.label")}
        description={t("way.recovery.help")}
        classNames={{ input: classes.code ?? "" }}
        placeholder="SR1-XXXX-XXXX-XXXX-…"
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          onEnter();
        }}
        error={fault}
        rows={2}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        autoFocus
      />
      <p className={classes.hint} aria-live="polite">
        {complete ? t("code.complete") : t("code.groups", { typed: groups, all: RECOVERY_GROUPS })}
      </p>
    </div>
  );
}
