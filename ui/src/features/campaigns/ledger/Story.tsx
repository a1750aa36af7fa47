// A recipient's story, newest first: what happened, the server's words verbatim, and what follows from them.
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { components } from "@/api/schema";
import { type Status, StatusIcon } from "@/design/StatusIcon";
import { useFormat } from "@/lib/useFormat";
import { addressIsDead, RECIPIENT_SHAPE, type Recipient } from "../states";
import classes from "./ledger.module.css";

type Attempt = components["schemas"]["Attempt"];

/** After an attempt, `pending` means: refused for now, to be tried again. */
const SHAPE: Partial<Record<Attempt["outcome"], Status>> = {
  accepted: "done",
  delivered: "done",
  pending: "later",
  bounced: "bounced",
  failed: "failed",
  unknown: "unknown",
};

export function Story({ recipient, attempts }: { recipient: Recipient; attempts: Attempt[] }) {
  const { t } = useTranslation("campaigns");
  const newest = [...attempts].sort((a, b) => b.n - a.n);
  const untried = attempts.length === 0;
  return (
    <ol className={classes.story}>
      {newest.map((attempt, index) => (
        <Told key={attempt.n} attempt={attempt} recipient={recipient} newest={index === 0} />
      ))}
      <li>
        <StatusIcon status={untried ? RECIPIENT_SHAPE[recipient.state] : "waiting"} />
        <div>
          <div className={classes.storyHead}>
            <span>{untried ? t(`recipient.${recipient.state}`) : t("recipient.pending")}</span>
          </div>
          {recipient.exclusion ? <p>{t(`excludedBecause.${recipient.exclusion}`)}</p> : null}
        </div>
      </li>
    </ol>
  );
}

function Told({ attempt, recipient, newest }: { attempt: Attempt; recipient: Recipient; newest: boolean }) {
  const { t } = useTranslation("campaigns");
  const format = useFormat();
  const { outcome, reply } = attempt;
  const title = t("drawer.attemptOutcome", {
    n: attempt.n,
    outcome: t(`outcome.${outcome}` as "outcome.accepted"),
  });
  return (
    <li>
      <StatusIcon status={SHAPE[outcome] ?? "running"} />
      <div>
        <div className={classes.storyHead}>
          <span>{title}</span>
          <time>{format.exactClock(attempt.ended_at)}</time>
        </div>
        {reply ? (
          <code className={classes.reply}>
            <strong>{reply.code}</strong> {reply.text}
          </code>
        ) : null}
        <Consequence attempt={attempt} recipient={recipient} newest={newest} />
      </div>
    </li>
  );
}

function Consequence(props: { attempt: Attempt; recipient: Recipient; newest: boolean }): ReactNode {
  const { t } = useTranslation("campaigns");
  const format = useFormat();
  const { attempt, recipient, newest } = props;
  if (attempt.outcome === "bounced" && attempt.reply) {
    return <p>{addressIsDead(attempt.reply) ? t("consequence.dead") : t("consequence.refused")}</p>;
  }
  if (attempt.outcome === "failed") return <p>{t("consequence.failed")}</p>;
  if (attempt.outcome === "pending" && newest && recipient.state === "pending" && recipient.due_at) {
    return <p>{t("drawer.next_attempt", { when: format.moment(recipient.due_at) })}</p>;
  }
  return null;
}
