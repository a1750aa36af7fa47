// A vault that this computer could not open by itself: why, what is safe, and the recovery code.
import { Button, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { errorWords } from "@/api/errors";
import type { Vault } from "@/api/types";
import { Notice } from "@/design/Notice";
import classes from "./Gate.module.css";
import { GatePage } from "./GatePage";

export function LockedVault({ vault }: { vault: Vault }) {
  const { t, i18n } = useTranslation(["common", "errors"]);
  const queries = useQueryClient();
  const [code, setCode] = useState("");
  const unlock = api.useMutation("post", "/api/vault/unlock", { onSuccess: () => queries.resetQueries() });
  const reason = `errors:${vault.reason_code}`;
  const why = vault.reason_code && i18n.exists(reason) ? (i18n.t(reason as never) as string) : vault.reason;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    unlock.mutate({ body: { recovery_code: code.trim() } });
  };
  return (
    <GatePage title={t("locked.title")} text={why ?? t("locked.text")}>
      <form className={classes.form} onSubmit={submit}>
        {unlock.error ? <Notice tone="red">{errorWords(unlock.error)}</Notice> : null}
        <TextInput
          label={t("locked.code")}
          description={t("locked.help")}
          placeholder="SR1-XXXX-XXXX-…"
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          autoComplete="off"
          spellCheck={false}
          autoFocus
        />
        <Button type="submit" variant="filled" loading={unlock.isPending} disabled={!code.trim()}>
          {t("locked.open")}
        </Button>
        <Button variant="subtle" onClick={() => unlock.mutate({ body: {} })}>
          {t("locked.again")}
        </Button>
      </form>
      <p className={classes.small}>
        {t("locked.where")} <span className={classes.code}>{vault.path}</span>
      </p>
    </GatePage>
  );
}
