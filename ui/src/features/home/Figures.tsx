// Today's figures, each with its fourteen days and its mean.
import { useTranslation } from "react-i18next";
import type { DayCount, Home } from "@/api/types";
import { LinkMore } from "@/design/LinkMore";
import { Card, Section } from "@/design/Page";
import { Sparkline } from "@/design/Sparkline";
import { useFormat } from "@/lib/useFormat";
import classes from "./Home.module.css";

export function Figures({ home }: { home: Home }) {
  const { t } = useTranslation(["home", "common"]);
  const format = useFormat();
  return (
    <Section
      title={t("figures.title")}
      aside={<span className={classes.wideOnly}>{t("figures.aside")}</span>}
    >
      <Card>
        <div className={classes.figures}>
          <Daily label={t("figures.sent")} table={t("figures.sentTable")} days={home.sent_by_day} />
          <div className={classes.figure}>
            <div>
              <p className={classes.figureLabel}>{t("figures.contacts")}</p>
              <p className={classes.figureValue}>{format.number(home.contacts)}</p>
              <LinkMore to="/contacts">{t("common:places.contacts")}</LinkMore>
            </div>
          </div>
          <div className={classes.figure}>
            <div>
              <p className={classes.figureLabel}>{t("figures.templates")}</p>
              <p className={classes.figureValue}>{format.number(home.templates)}</p>
              <LinkMore to="/templates">{t("common:places.templates")}</LinkMore>
            </div>
          </div>
          <div className={classes.figure}>
            <div>
              <p className={classes.figureLabel}>{t("figures.connections")}</p>
              <p className={classes.figureValue}>{format.number(home.connections)}</p>
              <LinkMore to="/settings" search={{ section: "connections" }}>
                {t("common:places.settings")}
              </LinkMore>
            </div>
          </div>
        </div>
      </Card>
    </Section>
  );
}

/** The mean of the finished days: today would only pull it down. */
export function meanOfFinished(days: readonly DayCount[]): number {
  const finished = days.slice(0, -1);
  if (finished.length === 0) return 0;
  return Math.round(finished.reduce((sum, day) => sum + day.count, 0) / finished.length);
}

function Daily({ label, table, days }: { label: string; table: string; days: DayCount[] }) {
  const { t } = useTranslation("home");
  const format = useFormat();
  const today = days[days.length - 1]?.count ?? 0;
  return (
    <div className={classes.figure}>
      <div>
        <p className={classes.figureLabel}>{label}</p>
        <p className={classes.figureValue}>{format.number(today)}</p>
        <p className={classes.figureMean}>
          {t("figures.mean", { mean: format.number(meanOfFinished(days)) })}
        </p>
      </div>
      <Sparkline
        label={table}
        points={days.map((day) => ({
          label: format.date(Date.parse(day.day)),
          value: day.count,
          text: format.number(day.count),
        }))}
      />
    </div>
  );
}
