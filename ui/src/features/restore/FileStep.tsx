// The file, dropped or chosen, and the recovery code that opens it.
import { Button, TextInput } from "@mantine/core";
import { IconArchive } from "@tabler/icons-react";
import { type FormEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { errorWords } from "@/api/errors";
import { iconLarge } from "@/design/icon";
import { Notice } from "@/design/Notice";
import { readTypedCode } from "@/lib/recoveryCode";
import { platform } from "@/platform";
import type { PickedFile } from "@/platform/types";
import { ENDING, handOver, markInName, type Source } from "./backupFile";
import classes from "./restore.module.css";
import { useAttempt } from "./useAttempt";

interface FileStepProps {
  inside: boolean;
  onOpen: (source: Source, code: string) => Promise<void>;
}

export function FileStep({ inside, onOpen }: FileStepProps) {
  const { t } = useTranslation(["backup", "lock"]);
  const [file, setFile] = useState<PickedFile | null>(null);
  const [code, setCode] = useState("");
  const { busy, failure, setFailure, attempt } = useAttempt();
  const typed = readTypedCode(code);
  const take = (chosen: PickedFile | null | undefined) => {
    if (!chosen) return;
    setFile(chosen);
    setFailure(null);
  };
  const over = useDroppedFile(take);
  const choose = async () =>
    take(await platform.pickFile([{ name: t("restore.fileType"), extensions: [ENDING] }]));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!file || !typed.complete) return;
    void attempt(async () => onOpen(await handOver(file), code));
  };

  return (
    <form className={classes.form} onSubmit={submit}>
      <div>
        {inside ? null : <h1 className={classes.title}>{t("restore.title")}</h1>}
        <p className={classes.text}>{t("restore.text")}</p>
      </div>
      <div className={classes.drop} data-over={over} data-chosen={file !== null}>
        <span className={classes.face}>
          <IconArchive {...iconLarge} />
        </span>
        <p className={classes.dropTitle}>{file ? file.name : t("restore.drop")}</p>
        {file ? null : <p className={classes.small}>{t("restore.where")}</p>}
        <Button onClick={() => void choose()} variant={file ? "subtle" : "default"} size="sm">
          {file ? t("restore.another") : t("restore.choose")}
        </Button>
      </div>
      <TextInput
        label={t("restore.code")}
        description={file ? <CodeHint name={file.name} /> : t("restore.codeHelp")}
        classNames={{ input: classes.code ?? "" }}
        placeholder="SR1-XXXX-XXXX-…"
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
        error={
          typed.stranger
            ? t("lock:code.stranger", { sign: typed.stranger.sign, number: typed.stranger.group })
            : null
        }
        autoComplete="off"
        spellCheck={false}
      />
      {failure ? <Notice tone="red">{errorWords(failure)}</Notice> : null}
      <Button type="submit" variant="filled" size="lg" loading={busy} disabled={!file || !typed.complete}>
        {t("restore.look")}
      </Button>
    </form>
  );
}

function CodeHint({ name }: { name: string }) {
  const { t } = useTranslation("backup");
  const mark = markInName(name);
  return mark ? t("restore.codeOf", { mark }) : t("restore.codeHelp");
}

/** Takes a file dropped anywhere on the page; tells whether one hovers over it. */
function useDroppedFile(take: (file: PickedFile | undefined) => void): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => platform.onFileDrop({ onHover: setOver, onDrop: ([first]) => take(first) }));
  return over;
}
