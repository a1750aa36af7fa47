// The vendor's list of licences that are no longer good; rarely needed, so it stands last and folded.
import { Button, Textarea } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { client } from "@/api/client";
import { errorWords } from "@/api/errors";
import { Notice } from "@/design/Notice";
import { Section } from "@/design/Page";
import { toast } from "@/design/toast";
import classes from "./license.module.css";

export function RevocationSection() {
  const { t } = useTranslation("license");
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const [error, setError] = useState<unknown>(null);
  const take = async () => {
    setError(null);
    try {
      await client.POST("/api/license/revocations", { body: { text } });
      setText("");
      setOpen(false);
      toast.done(t("revocations.taken"));
      await queries.invalidateQueries({ queryKey: ["get", "/api/license"] });
    } catch (failure) {
      setError(failure);
    }
  };
  return (
    <Section title={t("revocations.title")}>
      <p className={classes.text}>{t("revocations.text")}</p>
      {open ? (
        <div className={classes.form}>
          {error ? <Notice tone="red">{errorWords(error)}</Notice> : null}
          <Textarea
            label={t("revocations.paste")}
            placeholder="-----BEGIN SELLIFY REVOCATIONS-----"
            classNames={{ input: classes.paste ?? "" }}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            autosize
            minRows={4}
            maxRows={10}
            spellCheck={false}
            data-autofocus
          />
          <div className={classes.acts}>
            <Button disabled={!text.trim()} onClick={() => void take()}>
              {t("revocations.act")}
            </Button>
          </div>
        </div>
      ) : (
        <Button onClick={() => setOpen(true)}>{t("revocations.open")}</Button>
      )}
    </Section>
  );
}
