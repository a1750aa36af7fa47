// One campaign: while it is a draft, what will be sent and to whom; from then on, its ledger.
import { Skeleton, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconChevronRight } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useParams, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, client } from "@/api/client";
import { errorWords } from "@/api/errors";
import { Failure } from "@/api/Failure";
import { Chip } from "@/design/Chip";
import { StatusIcon } from "@/design/StatusIcon";
import { toast } from "@/design/toast";
import { useDelayed } from "@/lib/useDelayed";
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
  if (campaign.error) return <Failure error={campaign.error} onRetry={() => void campaign.refetch()} />;
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

function Head({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation("campaigns");
  return (
    <header className={classes.campaignHead}>
      <nav aria-label={t("path")} className={classes.path}>
        <Link to="/campaigns">{t("title")}</Link>
        <IconChevronRight size={14} stroke={1.5} aria-hidden />
      </nav>
      <div className={classes.titleRow}>
        {campaign.state === "draft" ? (
          <Name key={campaign.id} campaign={campaign} />
        ) : (
          <h1 className={classes.title}>{campaign.name}</h1>
        )}
        <Chip
          tone={campaign.state === "running" ? "accent" : campaign.state === "paused" ? "amber" : "plain"}
          icon={<StatusIcon status={CAMPAIGN_SHAPE[campaign.state]} />}
        >
          {t(`state.${campaign.state}`)}
        </Chip>
        <span className={classes.grow} />
        <CampaignActions campaign={campaign} />
      </div>
    </header>
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
  return (
    <>
      <h1 className="only-heard">{campaign.name}</h1>
      <TextInput
        aria-label={t("name")}
        variant="unstyled"
        className={classes.nameField}
        value={name}
        onChange={(event) => {
          setName(event.currentTarget.value);
          save(event.currentTarget.value);
        }}
      />
    </>
  );
}
