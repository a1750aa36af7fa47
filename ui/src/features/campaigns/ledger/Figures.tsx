// The campaign in one line: how many are treated, in which state, how fast, until when.
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useFormat } from "@/lib/useFormat";
import shared from "../campaigns.module.css";
import { addressed, type Campaign, treated } from "../states";
import classes from "./ledger.module.css";

/** The coloured parts of the bar, in order; the rest is what still waits. */
const PARTS = ["accepted", "delivered", "bounced", "failed", "unknown", "cancelled"] as const;

export function Figures({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation("campaigns");
  const format = useFormat();
  const { counts } = campaign;
  const all = addressed(counts);
  const done = treated(counts);
  const waiting = counts.pending + counts.handed_over;
  const shown = PARTS.filter((state) => counts[state] > 0);
  return (
    <div className={classes.figuresBar}>
      <div className={classes.figureMain}>
        <span className={classes.figureLabel}>{t("figures.treated", { count: counts.excluded })}</span>
        <div className={classes.figureRow}>
          <span className={classes.figure}>
            {format.number(done)} <span className={shared.soft}>/ {format.number(all)}</span>
          </span>
          <ul className={classes.legend}>
            {shown.map((state) => (
              <li key={state}>
                <span className={classes.dot} data-state={state} aria-hidden />
                {t(`figures.${state}`, { count: counts[state] })}
              </li>
            ))}
            {waiting > 0 ? (
              <li>
                <span className={classes.dot} data-state="pending" aria-hidden />
                {t("figures.pending", { count: waiting })}
              </li>
            ) : null}
          </ul>
        </div>
        <div
          className={classes.bar}
          role="progressbar"
          aria-label={t("progress", { name: campaign.name })}
          aria-valuemin={0}
          aria-valuemax={all}
          aria-valuenow={done}
        >
          {shown.map((state) => (
            <span
              key={state}
              data-state={state}
              style={{ width: `${all > 0 ? (counts[state] / all) * 100 : 0}%` }}
            />
          ))}
        </div>
      </div>
      <Pace campaign={campaign} />
      <Moments campaign={campaign} />
    </div>
  );
}

/** Slow senders think in hours, fast ones in seconds. */
function Pace({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation("campaigns");
  const format = useFormat();
  const id = campaign.connection_id ?? "";
  const connection = api.useQuery(
    "get",
    "/api/connections/{id}",
    { params: { path: { id } } },
    { enabled: id !== "" },
  );
  const { per_second: speed } = campaign;
  // Waiting for second attempts only is no pace.
  if (campaign.state !== "running" || speed === null || speed * 3600 < 1) return null;
  const limit = connection.data?.smtp.max_per_hour;
  return (
    <Figure
      label={t("figures.rate")}
      value={
        speed >= 1
          ? `${format.number(Math.round(speed))} / s`
          : `${format.number(Math.round(speed * 3600))} / h`
      }
      note={limit ? t("figures.limit", { count: limit }) : t("figures.noLimit")}
    />
  );
}

function Moments({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation("campaigns");
  const format = useFormat();
  const { started_at: started, finished_at: finished, expected_end: end } = campaign;
  const begun = started === null ? "" : t("figures.begun", { when: format.recent(started) });
  if (finished !== null) {
    return <Figure label={t(`state.${campaign.state}`)} value={format.recent(finished)} note={begun} />;
  }
  if (campaign.state === "running" && end !== null) {
    return <Figure label={t("figures.end")} value={format.recent(end)} note={begun} />;
  }
  return started === null ? null : <Figure label={t("figures.started")} value={format.recent(started)} />;
}

function Figure({ label, value, note }: { label: string; value: string; note?: string }) {
  return (
    <div className={classes.figureSide}>
      <span className={classes.figureLabel}>{label}</span>
      <span className={classes.figure}>{value}</span>
      {note ? <span className={classes.figureNote}>{note}</span> : null}
    </div>
  );
}
