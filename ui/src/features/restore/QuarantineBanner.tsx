// Above every screen of a restored vault until somebody allows sending again.
import { Button, Group } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, client } from "@/api/client";
import { errorWords } from "@/api/errors";
import type { Quarantine } from "@/api/types";
import { Dialog } from "@/design/Dialog";
import { Notice } from "@/design/Notice";
import { toast } from "@/design/toast";
import classes from "./restore.module.css";
import { useAttempt } from "./useAttempt";
import { useExactTime } from "./useExactTime";

export function QuarantineBanner() {
  const { t } = useTranslation("backup");
  const quarantine = api.useQuery("get", "/api/quarantine");
  const [asking, setAsking] = useState(false);
  if (!quarantine.data?.active) return null;
  return (
    <>
      <Notice
        tone="amber"
        title={t("quarantine.title")}
        action={
          <Button size="sm" onClick={() => setAsking(true)}>
            {t("quarantine.allow")}
          </Button>
        }
      >
        <Since quarantine={quarantine.data} />
      </Notice>
      {asking ? <LiftDialog quarantine={quarantine.data} onClose={() => setAsking(false)} /> : null}
    </>
  );
}

function Since({ quarantine }: { quarantine: Quarantine }) {
  const { t } = useTranslation("backup");
  const exact = useExactTime();
  const at = quarantine.backup_at;
  return at === null ? t("quarantine.text") : t("quarantine.since", { date: exact(at) });
}

function LiftDialog({ quarantine, onClose }: { quarantine: Quarantine; onClose: () => void }) {
  const { t } = useTranslation(["backup", "common"]);
  const exact = useExactTime();
  const queries = useQueryClient();
  const { busy, failure, attempt } = useAttempt();
  const lift = () =>
    attempt(async () => {
      await client.DELETE("/api/quarantine");
      await queries.invalidateQueries({ queryKey: ["get", "/api/quarantine"] });
      toast.done(t("quarantine.lifted"));
      onClose();
    });
  const date = quarantine.backup_at === null ? "" : exact(quarantine.backup_at);
  return (
    <Dialog opened onClose={onClose} title={t("quarantine.ask")}>
      <div className={classes.form}>
        <ul className={classes.points}>
          <li>{t("quarantine.point.sent", { date })}</li>
          <li>{t("quarantine.point.refused", { date })}</li>
          <li>{t("quarantine.point.paused")}</li>
        </ul>
        {failure ? <Notice tone="red">{errorWords(failure)}</Notice> : null}
        <Group justify="end" gap={8}>
          <Button variant="subtle" onClick={onClose}>
            {t("common:cancel")}
          </Button>
          <Button variant="filled" loading={busy} onClick={() => void lift()} data-autofocus>
            {t("quarantine.allow")}
          </Button>
        </Group>
      </div>
    </Dialog>
  );
}
