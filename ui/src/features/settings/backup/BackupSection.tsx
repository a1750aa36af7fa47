// The backups: what there is, which code opens each, when the next one is made and where it goes.
import { Button } from "@mantine/core";
import { IconArchive } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, client } from "@/api/client";
import { codeWords, errorWords } from "@/api/errors";
import { Failure } from "@/api/Failure";
import type { Backup, BackupList, BackupProgress } from "@/api/types";
import { icon } from "@/design/icon";
import { Meter } from "@/design/Meter";
import { Notice } from "@/design/Notice";
import { Card, Section } from "@/design/Page";
import { Skeletons } from "@/design/Skeletons";
import { StatusIcon } from "@/design/StatusIcon";
import { toast } from "@/design/toast";
import { progressShare } from "@/lib/progress";
import { useDelayed } from "@/lib/useDelayed";
import { useFormat } from "@/lib/useFormat";
import settings from "../settings.module.css";
import { BackupRow } from "./BackupRow";
import classes from "./backup.module.css";
import { PlanCard } from "./PlanCard";
import { VerifyDialog } from "./VerifyDialog";

export function BackupSection() {
  const { t } = useTranslation(["backup", "common"]);
  const backups = api.useQuery("get", "/api/backups");
  const late = useDelayed(backups.isPending);
  if (backups.error) return <Failure error={backups.error} onRetry={() => void backups.refetch()} />;
  if (!backups.data) return late ? <Skeletons lines={6} label={t("common:loading")} /> : null;
  return (
    <>
      <StandingCard list={backups.data} />
      <FileCard list={backups.data} />
      <PlanCard list={backups.data} />
    </>
  );
}

/** How safe the data is now, in one sentence, and the one act. */
function StandingCard({ list }: { list: BackupList }) {
  const { t } = useTranslation("backup");
  const format = useFormat();
  const begin = api.useMutation("post", "/api/backups", {
    onError: (error: unknown) => toast.failed(errorWords(error)),
  });
  const last = list.last_verified_at;
  const known = list.recovery_key_id !== null;
  return (
    <Section title={t("section.title")}>
      <Card>
        <div className={classes.standing}>
          <div className={settings.rowText}>
            <strong className={classes.state}>
              <StatusIcon status={last === null ? "asks" : "done"} size={20} />
              {last === null ? t("section.never") : t("section.last", { when: format.moment(last) })}
            </strong>
            <span>{t("section.why")}</span>
          </div>
          {list.running ? null : (
            <Button
              variant="filled"
              leftSection={<IconArchive {...icon} />}
              loading={begin.isPending}
              disabled={!known}
              onClick={() => begin.mutate({})}
            >
              {t("section.now")}
            </Button>
          )}
        </div>
        {list.running ? <Running progress={list.running} /> : null}
        {known ? null : (
          <div className={classes.inset}>
            <Notice tone="amber">{t("section.noCode")}</Notice>
          </div>
        )}
        {list.failure && !list.running ? (
          <div className={classes.inset}>
            <Notice tone="red" title={t("section.failed", { when: format.moment(list.failure.at) })}>
              {codeWords(list.failure.code, list.failure.detail)}
            </Notice>
          </div>
        ) : null}
      </Card>
    </Section>
  );
}

function Running({ progress }: { progress: BackupProgress }) {
  const { t } = useTranslation("backup");
  const format = useFormat();
  const share = progressShare(progress.done, progress.total);
  // The last quarter of the bytes is the proof.
  const words = t(share < 0.75 ? "section.copying" : "section.proving", { percent: format.percent(share) });
  return (
    <div className={classes.running}>
      <Meter label={t("section.running")} text={words} value={progress.done} max={progress.total} />
      <span aria-live="polite">{words}</span>
    </div>
  );
}

function FileCard({ list }: { list: BackupList }) {
  const { t } = useTranslation("backup");
  const [proving, setProving] = useState<Backup | null>(null);
  const verify = api.useMutation("post", "/api/backups/{name}/verify", {
    onError: (error: unknown) => toast.failed(errorWords(error)),
    onSuccess: () => toast.done(t("file.unchanged")),
  });
  const prove = (backup: Backup) => {
    // What this vault made is compared bit by bit; another file is opened, which takes its code.
    if (backup.verified_at === null) setProving(backup);
    else verify.mutate({ params: { path: { name: backup.name } }, body: {} });
  };
  return (
    <Section title={t("file.title")}>
      <Card>
        {list.items.length === 0 ? (
          <p className={settings.none}>{t("file.none")}</p>
        ) : (
          <ul className={settings.rows}>
            {list.items.map((backup) => (
              <BackupRow
                key={backup.path}
                backup={backup}
                busy={verify.isPending && verify.variables?.params.path.name === backup.name}
                onProve={() => prove(backup)}
                onDrill={() => setProving(backup)}
              />
            ))}
          </ul>
        )}
        <p className={classes.under}>{t("file.kept")}</p>
      </Card>
      {proving ? (
        <VerifyDialog
          backup={proving}
          onVerify={(code) =>
            client
              .POST("/api/backups/{name}/verify", {
                params: { path: { name: proving.name } },
                body: { recovery_code: code },
              })
              .then(() => undefined)
          }
          onClose={() => setProving(null)}
        />
      ) : null}
    </Section>
  );
}
