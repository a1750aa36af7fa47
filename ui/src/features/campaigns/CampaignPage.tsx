// One campaign: while it is a draft, what will be sent and to whom; from then on, its ledger.
import { Skeleton } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconChevronRight } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useParams, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, client } from "@/api/client";
import { errorWords } from "@/api/errors";
import { Failure } from "@/api/Failure";
import { Chip } from "@/design/Chip";
import { Page } from "@/design/Page";
import { QuietField } from "@/design/QuietField";
import { StatusIcon } from "@/design/StatusIcon";
import { Stepper } from "@/design/Stepper";
import { toast } from "@/design/toast";
import { beforeLocking } from "@/lib/unsaved";
import { useDelayed } from "@/lib/useDelayed";
import { useFormat } from "@/lib/useFormat";
import classes from "./campaigns.module.css";
import { DraftView } from "./draft/DraftView";
import { CampaignActions } from "./ledger/CampaignActions";
import { LedgerView } from "./ledger/LedgerView";
import { CAMPAIGN_SHAPE, type Campaign } from "./states";

export function CampaignPage() {
  const { id } = useParams({ from: "/campaigns/$id" });
  const search = useSearch({ from: "/campaigns/$id" });
  const campaign = api.useQuery("get", "/api/campaigns/{id}", { params: { path: { id } } });
  const late = useDelayed(campaign.isPending);
  if (campaign.error) {
    return (
      <Page>
        <Failure error={campaign.error} onRetry={() => void campaign.refetch()} />
      </Page>
    );
  }
  if (!campaign.data) return late ? <Skeleton m={24} h={240} /> : null;
  const draft = campaign.data.state === "draft";
  return (
    <div className={classes.screen}>
      <Head campaign={campaign.data} />
      {draft ? (
        <DraftView campaign={campaign.data} />
      ) : (
        <LedgerView campaign={campaign.data} search={search} />
      )}
    </div>
  );
}

const CHIP_TONE = {
  running: "accent",
  paused: "amber",
  draft: "plain",
  finished: "green",
  cancelled: "plain",
} as const;

function Head({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation("campaigns");
  const format = useFormat();
  const draft = campaign.state === "draft";
  return (
    <header className={classes.campaignHead}>
      <nav aria-label={t("path")} className={classes.path}>
        <Link to="/campaigns">{t("title")}</Link>
        <IconChevronRight size={14} stroke={1.5} aria-hidden />
        <span>{format.month(campaign.started_at ?? campaign.created_at)}</span>
      </nav>
      <div className={classes.titleRow}>
        {draft ? (
          <Name key={campaign.id} campaign={campaign} />
        ) : (
          <h1 className={classes.title}>{campaign.name}</h1>
        )}
        <Chip tone={CHIP_TONE[campaign.state]} icon={<StatusIcon status={CAMPAIGN_SHAPE[campaign.state]} />}>
          {t(`state.${campaign.state}`)}
        </Chip>
        <span className={classes.grow} />
        {draft ? <Steps campaign={campaign} /> : null}
        <CampaignActions campaign={campaign} />
      </div>
    </header>
  );
}

const STEPS = ["message", "people", "connection", "check"] as const;

/** The decisions in their order; the first one still open is the step in hand. */
function Steps({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation(["campaigns", "common"]);
  const decided = [campaign.template_id !== null, true, campaign.connection_id !== null];
  const open = decided.indexOf(false);
  return (
    <div className={classes.steps}>
      <Stepper
        label={t("steps.label")}
        current={open < 0 ? decided.length : open}
        doneWord={t("common:steps.done")}
        steps={STEPS.map((key) => ({ key, label: t(`steps.${key}`) }))}
      />
    </div>
  );
}

function Name({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation("campaigns");
  const queries = useQueryClient();
  const [name, setName] = useState(campaign.name);
  const save = useDebouncedCallback(
    async (value: string) => {
      if (!value.trim()) return;
      try {
        const params = { path: { id: campaign.id } };
        await client.PATCH("/api/campaigns/{id}", { params, body: { name: value.trim() } });
        await queries.invalidateQueries({ queryKey: ["get", "/api/campaigns"] });
      } catch (error) {
        toast.failed(errorWords(error));
      }
    },
    { delay: 500, flushOnUnmount: true },
  );
  useEffect(() => beforeLocking(() => save.flush()), [save]);
  return (
    <div className={classes.name}>
      <h1 className="only-heard">{name}</h1>
      <QuietField
        label={t("name")}
        size="title"
        value={name}
        onChange={(value) => {
          setName(value);
          save(value);
        }}
      />
    </div>
  );
}
