// All campaigns: how far each one is and how it went.
import { Button } from "@mantine/core";
import { IconPlus, IconSend } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, client } from "@/api/client";
import { errorWords } from "@/api/errors";
import { Failure } from "@/api/Failure";
import { type Column, DataTable } from "@/design/DataTable";
import { EmptyState } from "@/design/EmptyState";
import { icon } from "@/design/icon";
import { Meter } from "@/design/Meter";
import { Page, PageHeader } from "@/design/Page";
import { StatusIcon } from "@/design/StatusIcon";
import { toast } from "@/design/toast";
import { useFormat } from "@/lib/useFormat";
import classes from "./campaigns.module.css";
import { addressed, CAMPAIGN_SHAPE, type Campaign, lastMoment, treated } from "./states";

const PAGE = 100;

function useCreate() {
  const { t } = useTranslation("campaigns");
  const navigate = useNavigate();
  return async () => {
    try {
      const { data } = await client.POST("/api/campaigns", { body: { name: t("newName") } });
      if (data) void navigate({ to: "/campaigns/$id", params: { id: data.id } });
    } catch (error) {
      toast.failed(errorWords(error));
    }
  };
}

function useColumns(): Column<Campaign>[] {
  const { t } = useTranslation("campaigns");
  const format = useFormat();
  return [
    {
      key: "name",
      header: t("column.name"),
      width: "minmax(180px, 3fr)",
      cell: (row) => <span className={classes.rowName}>{row.name}</span>,
    },
    { key: "state", header: t("column.state"), width: "140px", cell: (row) => <State campaign={row} /> },
    {
      key: "progress",
      header: t("column.progress"),
      width: "minmax(140px, 2fr)",
      hideBelow: 720,
      cell: (row) =>
        row.state === "draft" ? null : (
          <Meter
            label={t("progress", { name: row.name })}
            value={treated(row.counts)}
            max={addressed(row.counts)}
            tone={row.state === "running" ? "accent" : "gauge"}
          />
        ),
    },
    ...(["accepted", "bounced", "unknown"] as const).map(
      (state): Column<Campaign> => ({
        key: state,
        header: t(`ledger.${state}`),
        width: "96px",
        align: "end",
        hideBelow: 860,
        cell: (row) => (row.state === "draft" ? "" : format.number(row.counts[state])),
      }),
    ),
    {
      key: "when",
      header: t("column.when"),
      width: "112px",
      align: "end",
      hideBelow: 640,
      cell: (row) => format.recent(lastMoment(row)),
    },
  ];
}

function State({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation("campaigns");
  return (
    <span className={classes.state}>
      <StatusIcon status={CAMPAIGN_SHAPE[campaign.state]} />
      {t(`state.${campaign.state}`)}
    </span>
  );
}

export function CampaignsPage() {
  const { t } = useTranslation("campaigns");
  const navigate = useNavigate();
  const create = useCreate();
  const columns = useColumns();
  const list = api.useInfiniteQuery(
    "get",
    "/api/campaigns",
    { params: { query: { limit: PAGE } } },
    {
      pageParamName: "cursor",
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.next ?? undefined,
    },
  );
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const button = (
    <Button variant="filled" leftSection={<IconPlus {...icon} />} onClick={() => void create()}>
      {t("new")}
    </Button>
  );

  if (list.data && rows.length === 0) {
    return (
      <Page>
        <PageHeader title={t("title")} />
        <EmptyState
          icon={<IconSend size={32} stroke={1.25} aria-hidden />}
          title={t("empty.title")}
          action={button}
        >
          {t("empty.text")}
        </EmptyState>
      </Page>
    );
  }
  return (
    <div className={classes.screen}>
      <div className={classes.head}>
        <PageHeader title={t("title")} actions={rows.length > 0 ? button : null} />
      </div>
      {list.error ? (
        <div className={classes.failure}>
          <Failure error={list.error} onRetry={() => void list.refetch()} />
        </div>
      ) : null}
      <DataTable
        label={t("title")}
        rows={rows}
        rowKey={(row) => row.id}
        rowLabel={(row) => row.name}
        columns={columns}
        onOpen={(row) => void navigate({ to: "/campaigns/$id", params: { id: row.id } })}
        onEndReached={() => list.hasNextPage && !list.isFetchingNextPage && void list.fetchNextPage()}
        loading={list.isPending}
        listItem={(row) => (
          <span className={classes.entry}>
            <span className={`${classes.rowName} one-line`}>{row.name}</span>
            <State campaign={row} />
          </span>
        )}
      />
    </div>
  );
}
