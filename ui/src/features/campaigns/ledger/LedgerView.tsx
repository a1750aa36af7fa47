// A campaign on its way or done: the figures above, every recipient below, one recipient's story beside.
import { keepPreviousData } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { Failure } from "@/api/Failure";
import { CountTabs } from "@/design/CountTabs";
import { type Column, DataTable } from "@/design/DataTable";
import { EmptyState } from "@/design/EmptyState";
import { Notice } from "@/design/Notice";
import { SearchField } from "@/design/SearchField";
import { StatusIcon } from "@/design/StatusIcon";
import { useFormat } from "@/lib/useFormat";
import classes from "../campaigns.module.css";
import type { LedgerSearch } from "../search";
import {
  type Campaign,
  type Counts,
  LEDGER_STATES,
  RECIPIENT_SHAPE,
  RECIPIENT_TONE,
  type Recipient,
  type RecipientState,
} from "../states";
import { Figures } from "./Figures";
import { RecipientDrawer } from "./RecipientDrawer";

const PAGE = 200;
type Tab = RecipientState | "all";

function tabsOf(counts: Counts): Tab[] {
  const always: Tab[] = ["all", "pending", "accepted", "bounced", "unknown"];
  return ["all" as Tab, ...LEDGER_STATES].filter(
    (tab) => always.includes(tab) || (tab !== "all" && counts[tab] > 0),
  );
}

function useLedger(campaign: Campaign, state: Tab, q: string) {
  const query = { limit: PAGE, ...(state === "all" ? {} : { state }), ...(q ? { q } : {}) };
  return api.useInfiniteQuery(
    "get",
    "/api/campaigns/{id}/ledger",
    { params: { path: { id: campaign.id }, query } },
    {
      pageParamName: "cursor",
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.next ?? undefined,
      placeholderData: keepPreviousData,
    },
  );
}

function useColumns(): Column<Recipient>[] {
  const { t } = useTranslation("campaigns");
  const format = useFormat();
  return [
    { key: "name", header: t("ledger.recipient"), width: "minmax(140px, 1fr)", cell: (row) => row.name },
    {
      key: "email",
      header: t("ledger.address"),
      width: "minmax(160px, 1fr)",
      hideBelow: 520,
      cell: (row) => <span className={classes.soft}>{row.email}</span>,
    },
    {
      key: "state",
      header: t("ledger.stateHeader"),
      width: "160px",
      cell: (row) => <State recipient={row} />,
    },
    {
      key: "time",
      header: t("ledger.time"),
      width: "72px",
      align: "end",
      cell: (row) => (row.state === "pending" && row.attempts === 0 ? "" : format.clock(row.updated_at)),
    },
  ];
}

function State({ recipient }: { recipient: Recipient }) {
  const { t } = useTranslation("campaigns");
  const { state, exclusion, last_reply: reply } = recipient;
  return (
    <span className={classes.state} data-tone={RECIPIENT_TONE[state]}>
      <StatusIcon status={RECIPIENT_SHAPE[state]} />
      {state === "excluded" && exclusion ? t(`exclusion.${exclusion}`) : t(`recipient.${state}`)}
      {state === "bounced" && reply ? <span className={classes.figures}>{reply.code}</span> : null}
    </span>
  );
}

export function LedgerView({ campaign, search }: { campaign: Campaign; search: LedgerSearch }) {
  const { t } = useTranslation("campaigns");
  const navigate = useNavigate();
  const panel = useId();
  const tabs = tabsOf(campaign.counts);
  const state = tabs.find((tab) => tab === search.state) ?? "all";
  const ledger = useLedger(campaign, state, search.q ?? "");
  const rows = ledger.data?.pages.flatMap((page) => page.items) ?? [];
  const open = rows.find((row) => row.id === search.recipient);
  const at = open ? rows.indexOf(open) : -1;
  const columns = useColumns();
  const total = state === "all" ? campaign.counts.total : campaign.counts[state];

  const go = (part: Partial<LedgerSearch>) =>
    void navigate({
      to: "/campaigns/$id",
      params: { id: campaign.id },
      search: { ...search, ...part },
      replace: true,
    });
  const step = (by: number) => {
    const next = rows[at + by];
    return next ? () => go({ recipient: next.id }) : undefined;
  };

  return (
    <>
      <Figures campaign={campaign} />
      <PauseNotice campaign={campaign} />
      <div className={classes.ledger}>
        <div className={classes.ledgerMain}>
          <div className={classes.ledgerBar}>
            <CountTabs
              label={t("ledger.title")}
              panel={panel}
              tabs={tabs.map((tab) => ({
                key: tab,
                label: t(`ledger.${tab}`),
                count: tab === "all" ? campaign.counts.total : campaign.counts[tab],
              }))}
              value={state}
              onChange={(tab) => go({ state: tab === "all" ? undefined : tab, recipient: undefined })}
              aside={
                <SearchField
                  label={t("ledger.search")}
                  value={search.q ?? ""}
                  onChange={(q) => go({ q: q || undefined })}
                  clearLabel={t("ledger.clear")}
                />
              }
            />
          </div>
          {ledger.error ? <Failure error={ledger.error} onRetry={() => void ledger.refetch()} /> : null}
          <div id={panel} role="tabpanel" aria-label={t(`ledger.${state}`)} className={classes.panel}>
            <DataTable
              label={t("ledger.title")}
              rows={rows}
              total={search.q ? null : total}
              rowKey={(row) => row.id}
              rowLabel={(row) => row.name || row.email}
              columns={columns}
              openKey={open?.id ?? null}
              onOpen={(row) => go({ recipient: row.id })}
              onClose={() => go({ recipient: undefined })}
              onEndReached={() =>
                ledger.hasNextPage && !ledger.isFetchingNextPage && void ledger.fetchNextPage()
              }
              loading={ledger.isPending}
              empty={<EmptyState title={search.q ? t("ledger.noResult") : t("ledger.none")} />}
            />
          </div>
        </div>
        {search.recipient ? (
          <RecipientDrawer
            campaignId={campaign.id}
            recipientId={search.recipient}
            onPrevious={at > 0 ? step(-1) : undefined}
            onNext={at >= 0 ? step(1) : undefined}
            onClose={() => go({ recipient: undefined })}
          />
        ) : null}
      </div>
    </>
  );
}

function PauseNotice({ campaign }: { campaign: Campaign }) {
  const { t, i18n } = useTranslation("campaigns");
  const { unknown } = campaign.counts;
  const reason = campaign.state === "paused" ? campaign.pause_reason : null;
  const known = reason !== null && reason !== undefined && i18n.exists(`campaigns:pauseReason.${reason}`);
  return (
    <div className={classes.notices}>
      {reason && reason !== "by_person" ? (
        <Notice tone="amber" title={t("pausedTitle")}>
          {known
            ? (t(`pauseReason.${reason}` as never) as string)
            : t("pauseReason.unexpected", { code: reason })}
        </Notice>
      ) : null}
      {unknown > 0 ? (
        <Notice tone="amber" title={t("unknownTitle", { count: unknown })}>
          {t("unknownText")}
        </Notice>
      ) : null}
    </div>
  );
}
