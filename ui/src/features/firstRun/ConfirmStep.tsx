// Two groups of the code, typed back: the proof that it was written down.
import { Button, Group, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, client } from "@/api/client";
import { errorCode, errorWords } from "@/api/errors";
import { Failure } from "@/api/Failure";
import { Notice } from "@/design/Notice";
import { setRecoveryLater } from "@/lib/recoveryLater";
import classes from "./firstRun.module.css";

type Props = {
  /** Within another page, which has a title of its own. */
  inside?: boolean;
  onBack?: (() => void) | undefined;
  onNewCode: (code: string) => void;
  onConfirmed: () => void;
};

export function ConfirmStep({ inside = false, onBack, onNewCode, onConfirmed }: Props) {
  const { t } = useTranslation(["firstRun", "common"]);
  const queries = useQueryClient();
  // Asked once: a second answer would ask for other groups while the first are being typed.
  const question = api.useQuery("get", "/api/vault/confirm", {}, { staleTime: Infinity });
  const [typed, setTyped] = useState<Record<number, string>>({});
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const indexes = question.data?.indexes ?? [];
  // The code is kept nowhere: after a restart there is nothing to compare with, only a new code to make.
  const shownEarlier = question.error !== null && errorCode(question.error) === "recovery_code_not_shown";
  const complete = indexes.length > 0 && indexes.every((index) => (typed[index] ?? "").trim().length === 4);

  const attempt = async (call: () => Promise<void>) => {
    setBusy(true);
    setFailure(null);
    try {
      await call();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  const confirm = (event: FormEvent) => {
    event.preventDefault();
    const groups = indexes.map((index) => ({ index, text: (typed[index] ?? "").trim() }));
    void attempt(async () => {
      await client.POST("/api/vault/confirm", { body: { groups } });
      onConfirmed();
    });
  };
  const renew = () =>
    attempt(async () => {
      const { data } = await client.POST("/api/vault/recovery-code");
      // The groups asked for belong to one code.
      queries.removeQueries({ queryKey: ["get", "/api/vault/confirm"] });
      if (data) onNewCode(data.recovery_code);
    });

  return (
    <form onSubmit={confirm} className={classes.form}>
      <div>
        {inside ? null : <h1 className={classes.title}>{t("confirm.title")}</h1>}
        <p className={classes.text}>{t("confirm.text")}</p>
      </div>
      {shownEarlier ? <Notice tone="amber">{t("confirm.shownEarlier")}</Notice> : null}
      {question.error && !shownEarlier ? (
        <Failure error={question.error} onRetry={() => void question.refetch()} />
      ) : null}
      <Group gap={12} grow>
        {indexes.map((index, at) => (
          <TextInput
            key={index}
            label={t("confirm.group", { number: index })}
            value={typed[index] ?? ""}
            onChange={(event) => {
              const text = event.currentTarget.value.toUpperCase();
              setTyped((now) => ({ ...now, [index]: text }));
            }}
            maxLength={4}
            autoComplete="off"
            spellCheck={false}
            autoFocus={at === 0}
          />
        ))}
      </Group>
      {failure ? <Notice tone="red">{errorWords(failure)}</Notice> : null}
      {shownEarlier ? null : (
        <Button type="submit" variant="filled" size="lg" loading={busy} disabled={!complete}>
          {t("confirm.check")}
        </Button>
      )}
      {onBack ? (
        <Button variant="subtle" onClick={onBack}>
          {t("confirm.back")}
        </Button>
      ) : (
        <Button
          variant={shownEarlier ? "filled" : "subtle"}
          size={shownEarlier ? "lg" : "md"}
          onClick={() => void renew()}
          loading={busy}
        >
          {shownEarlier ? t("confirm.renew") : t("confirm.lost")}
        </Button>
      )}
      {onBack ? null : (
        <Button variant="subtle" onClick={() => setRecoveryLater(true)} disabled={busy}>
          {t("common:gate.later")}
        </Button>
      )}
    </form>
  );
}
