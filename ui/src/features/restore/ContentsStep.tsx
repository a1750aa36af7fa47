// What is inside the backup, beside what is here now, before anything is replaced.
import { Button, Checkbox, VisuallyHidden } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { errorWords } from "@/api/errors";
import type { BackupContents } from "@/api/types";
import { Notice } from "@/design/Notice";
import { useFormat } from "@/lib/useFormat";
import { COUNTED } from "./backupFile";
import classes from "./restore.module.css";
import { useAttempt } from "./useAttempt";
import { useExactTime } from "./useExactTime";

interface ContentsStepProps {
  contents: BackupContents;
  onRestore: (older: boolean) => Promise<void>;
}

export function ContentsStep({ contents, onRestore }: ContentsStepProps) {
  const { t } = useTranslation("backup");
  const exact = useExactTime();
  const { busy, failure, attempt } = useAttempt();
  const [older, setOlder] = useState(false);
  const { present } = contents;
  const asks = present?.newer === true;
  return (
    <div className={classes.form}>
      <div>
        <h1 className={classes.title}>{t("contents.title")}</h1>
        <p className={classes.text}>
          {t("contents.text", {
            firm: contents.firm || t("contents.noFirm"),
            date: exact(contents.created_at),
          })}
        </p>
      </div>
      <Comparison contents={contents} />
      {present ? (
        <Notice tone={asks ? "amber" : "plain"} title={t(asks ? "contents.olderTitle" : "contents.replaces")}>
          {t("contents.kept")}
        </Notice>
      ) : null}
      {asks ? (
        <Checkbox
          checked={older}
          onChange={(event) => setOlder(event.currentTarget.checked)}
          label={t("contents.confirmOlder", { date: exact(present.changed_at) })}
        />
      ) : null}
      <Notice tone="plain" title={t("contents.quarantineTitle")}>
        {t("contents.quarantine")}
      </Notice>
      {failure ? <Notice tone="red">{errorWords(failure)}</Notice> : null}
      <Button
        variant="filled"
        size="lg"
        loading={busy}
        disabled={asks && !older}
        onClick={() => void attempt(() => onRestore(older))}
      >
        {t("contents.restore")}
      </Button>
    </div>
  );
}

function Comparison({ contents }: { contents: BackupContents }) {
  const { t } = useTranslation("backup");
  const format = useFormat();
  const { present } = contents;
  const cell = (counts: Record<string, number> | null | undefined, name: string) => {
    const value = counts?.[name];
    return value === undefined ? t("contents.unknown") : format.number(value);
  };
  return (
    <table className={classes.counts}>
      <thead>
        <tr>
          <th scope="col">
            <VisuallyHidden>{t("contents.what")}</VisuallyHidden>
          </th>
          <th scope="col">{t("contents.inside")}</th>
          {present ? <th scope="col">{t("contents.here")}</th> : null}
        </tr>
      </thead>
      <tbody>
        {COUNTED.map((name) => (
          <tr key={name}>
            <th scope="row">{t(`counted.${name}`)}</th>
            <td>{cell(contents.counts, name)}</td>
            {present ? <td>{cell(present.counts, name)}</td> : null}
          </tr>
        ))}
        <tr>
          <th scope="row">{t("contents.state")}</th>
          <td>{format.moment(contents.created_at)}</td>
          {present ? <td>{format.moment(present.changed_at)}</td> : null}
        </tr>
      </tbody>
    </table>
  );
}
