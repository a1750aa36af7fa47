// Erasing a person for good: what goes, what stays and why; only the typed name wakes the button.
import { Button, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { Trans, useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { errorWords } from "@/api/errors";
import type { components } from "@/api/schema";
import { ConfirmByTyping } from "@/design/ConfirmByTyping";
import { Dialog } from "@/design/Dialog";
import { Notice } from "@/design/Notice";
import { askToErase, type Erasing, useErasing } from "./erasing";
import classes from "./Person.module.css";
import { useCounts } from "./useCounts";
import { useRefreshContact } from "./useRefreshContact";

type Report = components["schemas"]["ErasureReport"];
const REASONS = ["asked", "not_needed", "mistake", "other"] as const;
type Reason = (typeof REASONS)[number];

export function EraseDialog() {
  const erasing = useErasing();
  return erasing ? <Opened key={erasing.id} person={erasing} /> : null;
}

function Opened({ person }: { person: Erasing }) {
  const { t } = useTranslation("privacy");
  const refresh = useRefreshContact();
  const [report, setReport] = useState<Report | null>(null);
  const erase = api.useMutation("post", "/api/contacts/{id}/erase", {
    onSuccess: async (done) => {
      setReport(done);
      await refresh();
    },
  });
  const close = () => askToErase(null);
  return (
    <Dialog
      opened
      onClose={close}
      title={report ? t("erase.done") : t("erase.title", { name: person.display_name })}
    >
      {report ? (
        <Done report={report} onClose={close} />
      ) : (
        <div className={classes.body}>
          {erase.error ? <Notice tone="red">{errorWords(erase.error)}</Notice> : null}
          <Ask
            person={person}
            busy={erase.isPending}
            onErase={(reason) =>
              erase.mutate({
                params: { path: { id: person.id } },
                body: { reason, confirm: person.display_name },
              })
            }
          />
        </div>
      )}
    </Dialog>
  );
}

interface AskProps {
  person: Erasing;
  busy: boolean;
  onErase: (reason: string) => void;
}

function Ask({ person, busy, onErase }: AskProps) {
  const { t } = useTranslation("privacy");
  const [reason, setReason] = useState<Reason>("asked");
  const [other, setOther] = useState("");
  const told = reason === "other" ? other.trim() : t(`erase.reasons.${reason}`);
  return (
    <>
      <p>{t("erase.lead")}</p>
      <div>
        <h3 className={classes.stays}>{t("erase.stays")}</h3>
        <ul className={classes.list}>
          <li>{t("erase.staysList")}</li>
          <li>{t("erase.staysCounts")}</li>
          <li>{t("erase.staysProof")}</li>
        </ul>
      </div>
      <Notice tone="amber">{t("erase.backups")}</Notice>
      <Select
        label={t("erase.reason")}
        data={REASONS.map((value) => ({ value, label: t(`erase.reasons.${value}`) }))}
        value={reason}
        onChange={(value) => value && setReason(value as Reason)}
        allowDeselect={false}
      />
      {reason === "other" ? (
        <TextInput
          label={t("erase.other")}
          value={other}
          onChange={(event) => setOther(event.currentTarget.value)}
          maxLength={200}
        />
      ) : null}
      <ConfirmByTyping
        expected={person.display_name}
        label={
          <Trans
            t={t}
            i18nKey="erase.confirm"
            values={{ name: person.display_name }}
            components={{ b: <b /> }}
          />
        }
      >
        {(matches) => (
          <Button color="red" disabled={!matches || !told} loading={busy} onClick={() => onErase(told)}>
            {t("erase.act")}
          </Button>
        )}
      </ConfirmByTyping>
    </>
  );
}

function Done({ report, onClose }: { report: Report; onClose: () => void }) {
  const { t } = useTranslation("privacy");
  const counts = useCounts();
  const kept = report.kept.suppressions;
  return (
    <div className={classes.body}>
      <Notice tone="green" title={t("erase.proof", { id: report.erasure_id.slice(-8) })}>
        {counts(report.counts).join(", ")}
      </Notice>
      {kept > 0 ? <p>{t("erase.kept", { count: kept })}</p> : null}
      {report.swept ? null : <p>{t("erase.later")}</p>}
      <p>{t("erase.backups")}</p>
      <Button onClick={onClose} data-autofocus>
        {t("erase.close")}
      </Button>
    </div>
  );
}
