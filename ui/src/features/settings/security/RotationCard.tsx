// Renewing the vault's keys: three kinds, what each is for, how far a running one has come, and what none of them can do.
import { Button } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, client } from "@/api/client";
import { codeWords, errorWords } from "@/api/errors";
import { Failure } from "@/api/Failure";
import type { RotationKind, Rotations, Slots } from "@/api/security";
import { icon } from "@/design/icon";
import { Meter } from "@/design/Meter";
import { Notice } from "@/design/Notice";
import { Card, Section } from "@/design/Page";
import { StatusIcon } from "@/design/StatusIcon";
import { progressShare } from "@/lib/progress";
import { useFormat } from "@/lib/useFormat";
import settings from "../settings.module.css";
import { MasterDialog } from "./MasterDialog";
import { RenewDialog } from "./RenewDialog";
import { canStop, historyOf, KINDS, phaseOf } from "./rotation";
import classes from "./security.module.css";
import { useSecurityAct } from "./useSecurityAct";

/** The feed brings news too; this covers the moments when the database is held and no news can be written. */
const LOOK_MS = 1_000;

export function RotationCard({ list }: { list: Slots }) {
  const { t } = useTranslation("security");
  const [asking, setAsking] = useState<RotationKind | null>(null);
  const rotations = api.useQuery(
    "get",
    "/api/vault/rotations",
    {},
    {
      refetchInterval: (query) => (query.state.data?.running ? LOOK_MS : false),
    },
  );
  const now = rotations.data;
  const close = () => setAsking(null);
  return (
    <Section title={t("rotation.title")}>
      <Card>
        {rotations.error ? (
          <div className={classes.inset}>
            <Failure error={rotations.error} onRetry={() => void rotations.refetch()} />
          </div>
        ) : null}
        <ul className={settings.rows}>
          {KINDS.map((kind) => (
            <Kind key={kind} kind={kind} rotations={now} onRenew={() => setAsking(kind)} />
          ))}
        </ul>
        <p className={classes.under}>{t("rotation.honest")}</p>
      </Card>
      {asking === "master" ? <MasterDialog slots={list.slots} onClose={close} /> : null}
      {asking === "database" || asking === "columns" ? <RenewDialog kind={asking} onClose={close} /> : null}
    </Section>
  );
}

interface KindProps {
  kind: RotationKind;
  rotations: Rotations | undefined;
  onRenew: () => void;
}

function Kind({ kind, rotations, onRenew }: KindProps) {
  const { t } = useTranslation("security");
  const running = rotations?.running ?? null;
  const mine = running?.kind === kind ? running : null;
  const { busy, error, run } = useSecurityAct();
  // Stopped on its way: it is taken up again where it was, without asking anew.
  const waits = kind === "columns" && running === null && rotations?.pending === true;
  const resume = () => run(() => client.POST("/api/vault/rotations", { body: { kind } }));
  return (
    <li className={settings.row}>
      <div className={settings.rowText}>
        <strong>{t(`rotation.${kind}.name`)}</strong>
        <span>{t(`rotation.${kind}.why`)}</span>
        {mine ? <Running running={mine} /> : null}
        {waits ? <span className={classes.checked}>{t("rotation.pending")}</span> : null}
        {mine || waits || !rotations ? null : <Past kind={kind} rotations={rotations} />}
        {error ? <Notice tone="red">{errorWords(error)}</Notice> : null}
      </div>
      {mine ? null : (
        <Button
          size="sm"
          leftSection={<IconRefresh {...icon} />}
          loading={busy}
          disabled={!rotations || running !== null}
          onClick={waits ? () => void resume() : onRenew}
        >
          {t(waits ? "rotation.resume" : "rotation.renew")}
          <span className="only-heard"> {t(`rotation.${kind}.name`)}</span>
        </Button>
      )}
    </li>
  );
}

function Past({ kind, rotations }: { kind: RotationKind; rotations: Rotations }) {
  const { t } = useTranslation("security");
  const format = useFormat();
  const { since, failed } = historyOf(kind, rotations);
  return (
    <>
      <span className={classes.when}>
        {since === null ? t("rotation.never") : t("rotation.since", { date: format.date(since) })}
      </span>
      {failed ? (
        <span className={classes.checked} data-checked={false}>
          <StatusIcon status="asks" />
          {failed.outcome === "stopped" || failed.outcome === "rolled_back"
            ? t(`rotation.${failed.outcome}`, { when: format.moment(failed.at) })
            : `${t("rotation.failed", { when: format.moment(failed.at) })} ${codeWords(failed.outcome)}`}
        </span>
      ) : null}
    </>
  );
}

function Running({ running }: { running: NonNullable<Rotations["running"]> }) {
  const { t } = useTranslation("security");
  const format = useFormat();
  const { busy, error, run } = useSecurityAct();
  const phase = t(`rotation.phase.${phaseOf(running.phase)}`);
  const words =
    running.total > 0
      ? t("rotation.progress", { phase, percent: format.percent(progressShare(running.done, running.total)) })
      : phase;
  return (
    <div className={classes.running}>
      <Meter
        label={t(`rotation.${running.kind}.name`)}
        text={words}
        value={running.done}
        max={running.total}
      />
      <p className={classes.runningLine} role="status">
        {words}
      </p>
      {canStop(running.kind, running.phase) ? (
        <Button
          size="sm"
          variant="subtle"
          ml={-10}
          loading={busy}
          onClick={() => void run(() => client.POST("/api/vault/rotations/cancel"))}
        >
          {t("rotation.stop")}
        </Button>
      ) : null}
      {error ? <Notice tone="red">{errorWords(error)}</Notice> : null}
    </div>
  );
}
