// The campaign in one line: how many are treated, in which state, how fast, until when.
import { useTranslation } from "react-i18next";
import { useFormat } from "@/lib/useFormat";
import classes from "../campaigns.module.css";
import { addressed, type Campaign, treated } from "../states";

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
            {format.number(done)} <span className={classes.soft}>/ {format.number(all)}</span>
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
      {campaign.state === "running" && campaign.per_second != null ? (
        <Figure label={t("figures.rate")} value={rate(campaign.per_second, format.number)} />
      ) : null}
      {campaign.started_at ? (
        <Figure label={t("figures.started")} value={format.recent(campaign.started_at)} />
      ) : null}
      {campaign.state === "running" && campaign.expected_end ? (
        <Figure label={t("figures.end")} value={format.recent(campaign.expected_end)} />
      ) : null}
      {campaign.finished_at ? (
        <Figure label={t("figures.finished")} value={format.recent(campaign.finished_at)} />
      ) : null}
    </div>
  );
}

/** Slow senders think in hours, fast ones in seconds. */
function rate(perSecond: number, number: (value: number) => string): string {
  return perSecond >= 1
    ? `${number(Math.round(perSecond))} / s`
    : `${number(Math.round(perSecond * 3600))} / h`;
}

function Figure({ label, value }: { label: string; value: string }) {
  return (
    <div className={classes.figureSide}>
      <span className={classes.figureLabel}>{label}</span>
      <span className={classes.figure}>{value}</span>
    </div>
  );
}
