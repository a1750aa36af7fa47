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
import { SearchField } from "@/design/SearchField";
import { StatusIcon } from "@/design/StatusIcon";
import { useFormat } from "@/lib/useFormat";
import shared from "../campaigns.module.css";
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
import classes from "./ledger.module.css";
import { RecipientDrawer } from "./RecipientDrawer";
import { SignNotices, SignRail } from "./Signs";

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
      cell: (row) => <span className={shared.soft}>{row.email}</span>,
    },
    {
      key: "state",
      header: t("ledger.stateHeader"),
      width: "minmax(120px, 160px)",
      cell: (row) => <State recipient={row} />,
    },
    {
      key: "time",
      header: t("ledger.time"),
      width: "72px",
      align: "end",
      cell: (row) => (row.state === "pending" && row.attempts === 0 ? "" : format.recent(row.updated_at)),
    },
  ];
}

function State({ recipient }: { recipient: Recipient }) {
  const { t } = useTranslation("campaigns");
  const { state, exclusion, last_reply: reply } = recipient;
  return (
    <span className={shared.state} data-tone={RECIPIENT_TONE[state]}>
      <StatusIcon status={RECIPIENT_SHAPE[state]} />
      {state === "excluded" && exclusion ? t(`exclusion.${exclusion}`) : t(`recipient.${state}`)}
      {state === "bounced" && reply ? <span className={shared.figures}>{reply.code}</span> : null}
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
  const show = (tab: RecipientState) => go({ state: tab, recipient: undefined, q: undefined });
  const step = (by: number) => {
    const next = rows[at + by];
    return next ? () => go({ recipient: next.id }) : undefined;
  };

  return (
    <div className={classes.screen}>
      <Figures campaign={campaign} />
      <SignNotices campaign={campaign} onShow={show} />
      <div className={classes.ledger}>
        <SignRail campaign={campaign} onShow={show} />
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
            />
            {search.recipient && !search.q ? null : (
              <SearchField
                label={t("ledger.search")}
                value={search.q ?? ""}
                onChange={(q) => go({ q: q || undefined })}
                clearLabel={t("ledger.clear")}
              />
            )}
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
              listItem={(row) => (
                <span className={shared.entry}>
                  <span className="one-line">{row.name || row.email}</span>
                  <State recipient={row} />
                </span>
              )}
              empty={<EmptyState title={search.q ? t("ledger.noResult") : t("ledger.none")} />}
            />
          </div>
        </div>
        {search.recipient ? (
          <RecipientDrawer
            campaign={campaign}
            recipientId={search.recipient}
            position={at < 0 || search.q ? "" : t("drawer.position", { at: at + 1, count: total })}
            onPrevious={at > 0 ? step(-1) : undefined}
            onNext={at >= 0 ? step(1) : undefined}
            onClose={() => go({ recipient: undefined })}
          />
        ) : null}
      </div>
    </div>
  );
}
