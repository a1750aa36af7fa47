// The latest campaigns that are not sending.
import { IconSend } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Campaign, CampaignState } from "@/api/types";
import { ButtonLink } from "@/design/ButtonLink";
import { EmptyState } from "@/design/EmptyState";
import { iconLarge } from "@/design/icon";
import { LinkMore } from "@/design/LinkMore";
import { Card, Section } from "@/design/Page";
import { type Status, StatusIcon } from "@/design/StatusIcon";
import { useFormat } from "@/lib/useFormat";
import classes from "./Home.module.css";

const SHAPES: Record<CampaignState, Status> = {
  draft: "waiting",
  running: "running",
  paused: "paused",
  finished: "done",
  cancelled: "refused",
};
const ROWS = 5;

export function RecentCampaigns({ campaigns }: { campaigns: Campaign[] }) {
  const { t } = useTranslation("home");
  const format = useFormat();
  return (
    <Section
      title={t("recent.title")}
      aside={campaigns.length > 0 ? <LinkMore to="/campaigns">{t("running.all")}</LinkMore> : undefined}
    >
      <Card>
        {campaigns.length === 0 ? (
          <EmptyState
            icon={<IconSend {...iconLarge} />}
            title={t("recent.none")}
            action={<ButtonLink to="/campaigns">{t("newCampaign")}</ButtonLink>}
          >
            {t("recent.noneText")}
          </EmptyState>
        ) : (
          <ul>
            {campaigns.slice(0, ROWS).map((campaign) => (
              <li key={campaign.id}>
                <Link to="/campaigns/$id" params={{ id: campaign.id }} className={classes.line}>
                  <span className={`${classes.lineName} one-line`}>{campaign.name}</span>
                  <span className={classes.lineText}>
                    {campaign.counts.total > 0
                      ? t("recent.people", { count: campaign.counts.total - campaign.counts.excluded })
                      : null}
                  </span>
                  <span className={classes.lineState}>
                    <StatusIcon status={SHAPES[campaign.state]} />
                    {t(`recent.${campaign.state}`)}
                  </span>
                  <span className={classes.lineTime}>
                    {format.recent(campaign.finished_at ?? campaign.started_at ?? campaign.updated_at)}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Card>
    </Section>
  );
}
