// When backups are made by themselves, where they go, and the way back from one.
import { Button, Switch, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { client } from "@/api/client";
import { errorWords } from "@/api/errors";
import type { BackupList } from "@/api/types";
import { Dialog } from "@/design/Dialog";
import { Card, Section } from "@/design/Page";
import { toast } from "@/design/toast";
import { RestoreWizard } from "@/features/restore";
import { useFormat } from "@/lib/useFormat";
import settings from "../settings.module.css";
import classes from "./backup.module.css";

export function PlanCard({ list }: { list: BackupList }) {
  const { t } = useTranslation("backup");
  const [restoring, setRestoring] = useState(false);
  return (
    <Section title={t("plan.title")}>
      <Card>
        <Automatic list={list} />
        <Folder list={list} key={list.folder} />
        <div className={classes.choice}>
          <div className={settings.rowText}>
            <strong>{t("plan.restore")}</strong>
            <span>{t("plan.restoreText")}</span>
          </div>
          <Button size="sm" onClick={() => setRestoring(true)}>
            {t("plan.choose")}
          </Button>
        </div>
      </Card>
      {restoring ? (
        <Dialog opened onClose={() => setRestoring(false)} size={560} title={t("plan.restore")}>
          <RestoreWizard inside onBack={() => setRestoring(false)} />
        </Dialog>
      ) : null}
    </Section>
  );
}

function useChange() {
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const change = async (body: { backup_automatic?: boolean; backup_folder?: string }) => {
    setBusy(true);
    setRefusal(null);
    try {
      await client.PATCH("/api/settings", { body });
      await queries.invalidateQueries({ queryKey: ["get", "/api/backups"] });
      return true;
    } catch (error) {
      setRefusal(errorWords(error));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, refusal, change };
}

function Automatic({ list }: { list: BackupList }) {
  const { t } = useTranslation("backup");
  const format = useFormat();
  const { busy, change } = useChange();
  const due = list.due_at;
  const next =
    due === null
      ? t("plan.off")
      : due <= Date.now()
        ? t("plan.soon")
        : t("plan.next", { when: format.moment(due) });
  return (
    <div className={classes.choice} data-switch>
      <div className={settings.rowText}>
        <label htmlFor="backup-automatic" className={classes.label}>
          {t("plan.automatic")}
        </label>
        <span id="backup-automatic-why">{next}</span>
      </div>
      <Switch
        id="backup-automatic"
        aria-describedby="backup-automatic-why"
        checked={list.automatic}
        disabled={busy}
        onChange={(event) => void change({ backup_automatic: event.currentTarget.checked })}
      />
    </div>
  );
}

function Folder({ list }: { list: BackupList }) {
  const { t } = useTranslation("backup");
  const [folder, setFolder] = useState(list.folder);
  const { busy, refusal, change } = useChange();
  const changed = folder.trim() !== list.folder;
  const keep = async (path: string) => {
    if (await change({ backup_folder: path })) toast.done(t("plan.folderSaved"));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (changed) void keep(folder.trim());
  };
  return (
    <form className={classes.folder} onSubmit={submit}>
      <TextInput
        label={t("plan.folder")}
        description={t(list.folder_is_default ? "plan.folderOwn" : "plan.folderOther")}
        classNames={{ input: classes.code ?? "" }}
        value={folder}
        onChange={(event) => setFolder(event.currentTarget.value)}
        error={refusal}
        spellCheck={false}
      />
      <div className={classes.acts}>
        {changed ? (
          <Button type="submit" size="sm" loading={busy}>
            {t("plan.folderSave")}
          </Button>
        ) : null}
        {list.folder_is_default ? null : (
          <Button size="sm" variant="subtle" disabled={busy} onClick={() => void keep("")}>
            {t("plan.folderReset")}
          </Button>
        )}
      </div>
    </form>
  );
}
