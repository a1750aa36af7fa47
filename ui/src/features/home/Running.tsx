// Campaigns under way: how far, when done, and the one button that matters.
import { Button } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";
import { Trans, useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { errorWords } from "@/api/errors";
import type { Campaign } from "@/api/types";
import { ButtonLink } from "@/design/ButtonLink";
import { icon } from "@/design/icon";
import { LinkMore } from "@/design/LinkMore";
import { Meter } from "@/design/Meter";
import { Card, Section } from "@/design/Page";
import { type Status, StatusIcon } from "@/design/StatusIcon";
import { toast } from "@/design/toast";
import { useFormat } from "@/lib/useFormat";
import classes from "./Home.module.css";

const SHOWN = [
  ["accepted", "done"],
  ["bounced", "returned"],
  ["failed", "failed"],
  ["unknown", "unknown"],
  ["pending", "later"],
] as const satisfies readonly (readonly [keyof Campaign["counts"], Status])[];

export function Running({ campaigns }: { campaigns: Campaign[] }) {
  const { t } = useTranslation("home");
  if (campaigns.length === 0) return null;
  return (
    <Section
      title={t("running.title", { count: campaigns.length })}
      aside={<LinkMore to="/campaigns">{t("running.all")}</LinkMore>}
    >
      <div className={classes.stack}>
        {campaigns.map((campaign) => (
          <RunningCard key={campaign.id} campaign={campaign} />
        ))}
      </div>
    </Section>
  );
}

function RunningCard({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation("home");
  const format = useFormat();
  const { counts, audience } = campaign;
  const people = counts.total - counts.excluded;
  const done = people - counts.pending - counts.handed_over;
  const when = format.moment(campaign.started_at ?? campaign.created_at);
  return (
    <Card padded>
      <div className={classes.runningHead}>
        <div className={classes.runningName}>
          <p className={classes.todoTitle}>{campaign.name}</p>
          <p className={classes.todoText}>
            {audience.kind === "tags"
              ? t("running.tags", { tags: audience.tags.join(", "), when })
              : t("running.everyone", { when })}
          </p>
        </div>
        <PauseOrResume campaign={campaign} />
        <ButtonLink to="/campaigns/$id" params={{ id: campaign.id }}>
          {t("running.open")}
        </ButtonLink>
      </div>
      <div className={classes.runningLine}>
        <span className="figures">
          <Trans
            t={t}
            i18nKey="running.done"
            values={{ done: format.number(done), total: format.number(people) }}
            components={{ b: <b /> }}
          />
        </span>
        <Pace campaign={campaign} />
      </div>
      <Meter label={campaign.name} value={done} max={people} />
      <ul className={classes.states}>
        {SHOWN.filter(([state]) => counts[state] > 0).map(([state, shape]) => (
          <li key={state}>
            <StatusIcon status={shape} />
            {t(`running.${state}`, { count: counts[state] })}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Pace({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation("home");
  const format = useFormat();
  if (campaign.state === "paused") return <span>{t("running.paused")}</span>;
  if (campaign.expected_end === null) return null;
  const perMinute = Math.round((campaign.per_second ?? 0) * 60);
  const values = { time: format.clock(campaign.expected_end), count: perMinute };
  return (
    <span>
      <Trans
        t={t}
        i18nKey={perMinute > 0 ? "running.endPace" : "running.end"}
        count={perMinute}
        values={values}
        components={{ b: <b /> }}
      />
    </span>
  );
}

function PauseOrResume({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation("home");
  const failed = { onError: (error: unknown) => toast.failed(errorWords(error)) };
  const pause = api.useMutation("post", "/api/campaigns/{id}/pause", failed);
  const resume = api.useMutation("post", "/api/campaigns/{id}/resume", failed);
  const path = { params: { path: { id: campaign.id } } };
  return campaign.state === "paused" ? (
    <Button leftSection={<IconPlayerPlay {...icon} />} onClick={() => resume.mutate(path)}>
      {t("running.resume")}
    </Button>
  ) : (
    <Button leftSection={<IconPlayerPause {...icon} />} onClick={() => pause.mutate(path)}>
      {t("running.pause")}
    </Button>
  );
}
