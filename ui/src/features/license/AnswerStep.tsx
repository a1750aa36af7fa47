// Step two: the vendor's answer, as a file or as text. A licence that would be a step back is asked about first.
import { Button, Textarea } from "@mantine/core";
import { IconFileImport } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { client } from "@/api/client";
import { errorCode, errorWords } from "@/api/errors";
import { icon } from "@/design/icon";
import { Notice } from "@/design/Notice";
import { type PickedFile, platform } from "@/platform";
import { handOver } from "@/platform/handOver";
import { answerOf, EXTENSIONS, type LicenseText } from "./answer";
import classes from "./license.module.css";

type Props = { onTyping: (typing: boolean) => void; onDone: () => void };

export function AnswerStep({ onTyping, onDone }: Props) {
  const { t } = useTranslation("license");
  const queries = useQueryClient();
  const [text, setText] = useState("");
  const type = (typed: string) => {
    setText(typed);
    onTyping(typed.trim() !== "");
  };
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [worse, setWorse] = useState<LicenseText | null>(null);

  const activate = useCallback(
    async (answer: LicenseText, replace: boolean) => {
      setBusy(true);
      setError(null);
      setWorse(null);
      try {
        await client.POST("/api/license/activate", { body: { ...answer, replace } });
        await queries.invalidateQueries({ queryKey: ["get", "/api/license"] });
        setText("");
        onTyping(false);
        onDone();
      } catch (failure) {
        if (errorCode(failure) === "license_worse") setWorse(answer);
        else setError(failure);
      } finally {
        setBusy(false);
      }
    },
    [queries, onDone, onTyping],
  );
  const takeFile = useCallback(
    async (file: PickedFile) => {
      try {
        await activate(await answerOf(file), false);
      } catch (failure) {
        setError(failure);
      }
    },
    [activate],
  );
  // A file dropped anywhere in the window is handed over to this page.
  useEffect(() => {
    const take = () => {
      const file = handOver.take();
      if (file) void takeFile(file);
    };
    take();
    return handOver.onPut(take);
  }, [takeFile]);
  const choose = async () => {
    const file = await platform.pickFile([{ name: t("answer.types"), extensions: [...EXTENSIONS] }]);
    if (file) await takeFile(file);
  };

  return (
    <div className={classes.form}>
      <p className={classes.text}>{t("answer.text")}</p>
      {error ? <Notice tone="red">{errorWords(error)}</Notice> : null}
      {worse ? (
        <Notice
          tone="amber"
          title={t("answer.worse")}
          action={
            <>
              <Button size="sm" onClick={() => setWorse(null)}>
                {t("answer.keep")}
              </Button>
              <Button size="sm" color="red" onClick={() => void activate(worse, true)}>
                {t("answer.replace")}
              </Button>
            </>
          }
        >
          {t("answer.worseText")}
        </Notice>
      ) : null}
      <Textarea
        label={t("answer.paste")}
        placeholder="-----BEGIN SELLIFY LICENSE-----"
        classNames={{ input: classes.paste ?? "" }}
        value={text}
        onChange={(event) => type(event.currentTarget.value)}
        autosize
        minRows={4}
        maxRows={10}
        spellCheck={false}
      />
      <div className={classes.acts}>
        <Button
          variant="filled"
          loading={busy}
          disabled={!text.trim()}
          onClick={() => void activate({ text }, false)}
        >
          {t("answer.act")}
        </Button>
        <Button leftSection={<IconFileImport {...icon} />} disabled={busy} onClick={() => void choose()}>
          {t("answer.choose")}
        </Button>
        <span className={classes.aside}>{t("answer.drop")}</span>
      </div>
    </div>
  );
}
