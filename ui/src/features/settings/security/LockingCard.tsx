// When the vault asks for the passphrase, and when it locks itself.
import { Button, Select, Switch } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { useState } from "react";
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
  const minutes = list.auto_lock_minutes;
  const [proving, setProving] = useState(false);
  const able = hasPassphrase(list.slots);
  const setMinutes = (value: number) =>
    run(() => client.PATCH("/api/settings", { body: { auto_lock_minutes: value } }));
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
        <div className={classes.choice} data-switch>
          <div className={settings.rowText}>
            <label htmlFor="passphrase-required" className={classes.label}>
              {t("locking.required")}
            </label>
            <span id="passphrase-required-why">
              {t(list.passphrase_required ? "locking.requiredOn" : "locking.requiredOff")}
              {able ? null : ` ${t("locking.requiredFirst")}`}
            </span>
          </div>
          <Switch
            id="passphrase-required"
            aria-describedby="passphrase-required-why"
            checked={list.passphrase_required}
            disabled={busy || (!able && !list.passphrase_required)}
            onChange={(event) => require(event.currentTarget.checked)}
          />
        </div>
        <div className={classes.choice}>
          <div className={settings.rowText}>
            <strong id="auto-lock">{t("locking.auto")}</strong>
            <span>{t(minutes === 0 ? "locking.autoNever" : "locking.autoWhy")}</span>
          </div>
          <Select
            aria-labelledby="auto-lock"
            className={classes.minutes ?? ""}
            data={minuteChoices(minutes).map((value) => ({
              value: String(value),
              label: value === 0 ? t("locking.never") : t("locking.minutes", { count: value }),
            }))}
            value={String(minutes)}
            onChange={(value) => value !== null && void setMinutes(Number(value))}
          />
        </div>
        <div className={classes.choice}>
          <div className={settings.rowText}>
            <strong>{t("locking.now")}</strong>
            <span>{t(list.passphrase_required ? "locking.nowSecret" : "locking.nowOpen")}</span>
          </div>
          <span className={classes.withKeys}>
            <Keys keys={LOCK_KEYS} />
            <Button size="sm" leftSection={<IconLock {...icon} />} onClick={() => runCommand("do.lock")}>
              {t("locking.lock")}
            </Button>
          </span>
        </div>
      </Card>
      {proving ? <RequirePassphrase onClose={() => setProving(false)} /> : null}
    </Section>
  );
}
