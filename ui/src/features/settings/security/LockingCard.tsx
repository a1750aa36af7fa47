// When the vault asks for the passphrase, and when it locks itself.
import { Button, Select, Switch } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { client } from "@/api/client";
import { errorWords } from "@/api/errors";
import type { Slots } from "@/api/security";
import { icon } from "@/design/icon";
import { Keys } from "@/design/Keys";
import { Notice } from "@/design/Notice";
import { Card, Section } from "@/design/Page";
import { runCommand } from "@/lib/commands";
import { LOCK_KEYS } from "@/lib/shortcuts";
import settings from "../settings.module.css";
import { RequirePassphrase } from "./RequirePassphrase";
import classes from "./security.module.css";
import { hasPassphrase } from "./slots";
import { useSecurityAct } from "./useSecurityAct";

const MINUTES = [0, 5, 10, 15, 30, 60, 120];

/** The usual choices, and the present one when it is another. */
export function minuteChoices(now: number): number[] {
  return MINUTES.includes(now) ? MINUTES : [...MINUTES, now].sort((a, b) => a - b);
}

export function LockingCard({ list }: { list: Slots }) {
  const { t } = useTranslation("security");
  const { busy, error, run } = useSecurityAct();
  const [proving, setProving] = useState(false);
  const able = hasPassphrase(list.slots);
  const setMinutes = (value: number) =>
    void run(() => client.PATCH("/api/settings", { body: { auto_lock_minutes: value } }));
  const require = (required: boolean) => {
    // Before the computers stop opening the vault, the passphrase is seen to work.
    if (required) setProving(true);
    else void run(() => client.PUT("/api/vault/passphrase-required", { body: { required } }));
  };
  return (
    <Section title={t("locking.title")}>
      <Card>
        {error ? (
          <div className={classes.inset}>
            <Notice tone="red">{errorWords(error)}</Notice>
          </div>
        ) : null}
        <Choice
          kind="switch"
          title={<label htmlFor="passphrase-required">{t("locking.required")}</label>}
          text={`${t(list.passphrase_required ? "locking.requiredOn" : "locking.requiredOff")} ${
            able ? "" : t("locking.requiredFirst")
          }`}
          textId="passphrase-required-why"
        >
          <Switch
            id="passphrase-required"
            aria-describedby="passphrase-required-why"
            checked={list.passphrase_required}
            disabled={busy || (!able && !list.passphrase_required)}
            onChange={(event) => require(event.currentTarget.checked)}
          />
        </Choice>
        <Choice
          title={<span id="auto-lock">{t("locking.auto")}</span>}
          text={t(list.auto_lock_minutes === 0 ? "locking.autoNever" : "locking.autoWhy")}
        >
          <Minutes value={list.auto_lock_minutes} onChange={setMinutes} />
        </Choice>
        <Choice
          title={t("locking.now")}
          text={t(list.passphrase_required ? "locking.nowSecret" : "locking.nowOpen")}
        >
          <span className={classes.withKeys}>
            <Keys keys={LOCK_KEYS} />
            <Button size="sm" leftSection={<IconLock {...icon} />} onClick={() => runCommand("do.lock")}>
              {t("locking.lock")}
            </Button>
          </span>
        </Choice>
      </Card>
      {proving ? <RequirePassphrase onClose={() => setProving(false)} /> : null}
    </Section>
  );
}

interface ChoiceProps {
  title: ReactNode;
  text: string;
  textId?: string;
  /** A switch stays beside its words on the narrowest screen. */
  kind?: "switch";
  children: ReactNode;
}

function Choice({ title, text, textId, kind, children }: ChoiceProps) {
  return (
    <div className={classes.choice} data-kind={kind}>
      <div className={settings.rowText}>
        <strong>{title}</strong>
        <span id={textId}>{text}</span>
      </div>
      {children}
    </div>
  );
}

function Minutes({ value, onChange }: { value: number; onChange: (minutes: number) => void }) {
  const { t } = useTranslation("security");
  return (
    <Select
      aria-labelledby="auto-lock"
      className={classes.minutes ?? ""}
      data={minuteChoices(value).map((minutes) => ({
        value: String(minutes),
        label: minutes === 0 ? t("locking.never") : t("locking.minutes", { count: minutes }),
      }))}
      value={String(value)}
      onChange={(chosen) => chosen !== null && onChange(Number(chosen))}
    />
  );
}
