// The network door: a one-time link signs in by itself; without one, its code can be pasted.
import { Button, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { errorWords } from "@/api/errors";
import { GatePage } from "@/design/GatePage";
import classes from "@/design/GatePage.module.css";
import { Notice } from "@/design/Notice";

/** Takes the code out of a pasted link, or the bare code. */
export function codeOf(text: string): string {
  return /[?&]code=([^&\s]+)/.exec(text)?.[1] ?? text.trim();
}

export function SignIn() {
  const { t } = useTranslation("common");
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { code: linked } = useSearch({ strict: false });
  const [typed, setTyped] = useState("");
  const tried = useRef(false);
  const signIn = api.useMutation("post", "/api/session", {
    onSuccess: async () => {
      await navigate({ to: "/", replace: true });
      await queries.resetQueries();
    },
  });
  const enter = signIn.mutate;

  useEffect(() => {
    if (!linked || tried.current) return;
    tried.current = true;
    enter({ body: { code: linked } });
  }, [linked, enter]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const code = codeOf(typed);
    if (code) enter({ body: { code } });
  };

  return (
    <GatePage title={t("signIn.title")} text={t("signIn.text")}>
      <form className={classes.form} onSubmit={submit}>
        {signIn.error ? <Notice tone="red">{errorWords(signIn.error)}</Notice> : null}
        <TextInput
          label={t("signIn.code")}
          description={t("signIn.help")}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          autoComplete="one-time-code"
          spellCheck={false}
          autoFocus
        />
        <Button type="submit" variant="filled" loading={signIn.isPending} disabled={!typed.trim()}>
          {t("signIn.enter")}
        </Button>
      </form>
      <p className={classes.small}>{t("signIn.where")}</p>
    </GatePage>
  );
}
