// Who must not be contacted, channel by channel: why, on which ground, since when. Lifting one is a deliberate act, typed.
import { Button } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconBan, IconFileImport, IconSearchOff } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { Failure } from "@/api/Failure";
import type { components } from "@/api/schema";
import type { Suppression } from "@/api/types";
import { CountTabs } from "@/design/CountTabs";
import { DataTable } from "@/design/DataTable";
import { EmptyState } from "@/design/EmptyState";
import { icon, iconLarge } from "@/design/icon";
import { SearchField } from "@/design/SearchField";
import classes from "./Contacts.module.css";
import { NarrowFilter } from "./NarrowFilter";
import { RailPage } from "./RailPage";
import { AddDialog } from "./suppressions/AddDialog";
import { CHANNELS, type ListChannel, type SuppressionsSearch } from "./suppressions/channels";
import { ExportMenu } from "./suppressions/ExportMenu";
import { ImportDialog } from "./suppressions/ImportDialog";
import { LiftDialog } from "./suppressions/LiftDialog";
import own from "./suppressions/suppressions.module.css";
import { useAddress, useColumns } from "./suppressions/useColumns";

const route = getRouteApi("/contacts/suppressions");
const ALL = "all";
const PANEL = "suppression-list";
type SuppressionPage = components["schemas"]["Page_Suppression"];

function useSuppressions({ q, channel }: SuppressionsSearch) {
  const query = { limit: 100, ...(q ? { q } : {}), ...(channel ? { channel } : {}) };
  const list = api.useInfiniteQuery(
    "get",
    "/api/suppressions",
    { params: { query } },
    {
      pageParamName: "cursor",
      initialPageParam: null as string | null,
      getNextPageParam: (last: SuppressionPage) => last.next ?? undefined,
    },
  );
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  return { list, rows, total: list.data?.pages[0]?.total ?? null };
}

export function SuppressionsPage() {
  const { t } = useTranslation(["contacts", "privacy"]);
  const { q, channel } = route.useSearch();
  const navigate = route.useNavigate();
  const [typed, setTyped] = useState(q ?? "");
  const [adding, setAdding] = useState(false);
  const [importing, setImporting] = useState(false);
  const [lifting, setLifting] = useState<Suppression | null>(null);
  const go = (next: SuppressionsSearch) => void navigate({ search: next, replace: true });
  const searchFor = useDebouncedCallback(
    (value: string) => go({ ...(value ? { q: value } : {}), ...(channel ? { channel } : {}) }),
    60,
  );
  const { list, rows, total } = useSuppressions({ q, channel } as SuppressionsSearch);
  const columns = useColumns(channel === undefined, setLifting);
  const address = useAddress();
  const search = (value: string) => {
    setTyped(value);
    searchFor(value);
  };
  return (
    <RailPage
      header={
        <header className={`${classes.bar} ${own.bar}`}>
          <h1 className={classes.title}>{t("suppressions.title")}</h1>
          <SearchField
            label={t("suppressions.search")}
            value={typed}
            clearLabel={t("clear")}
            answer={total === null ? null : t("suppressions.count", { count: total })}
            onChange={search}
          />
          <div className={classes.acts}>
            <Button leftSection={<IconFileImport {...icon} />} onClick={() => setImporting(true)}>
              {t("suppressions.import.act")}
            </Button>
            <ExportMenu search={{ q, channel } as SuppressionsSearch} total={total} />
            <Button variant="filled" leftSection={<IconBan {...icon} />} onClick={() => setAdding(true)}>
              {t("suppressions.add")}
            </Button>
          </div>
        </header>
      }
      aside={
        <>
          {importing ? (
            <ImportDialog channel={channel ?? "email"} onClose={() => setImporting(false)} />
          ) : null}
          {adding ? <AddDialog channel={channel ?? "email"} onClose={() => setAdding(false)} /> : null}
          {lifting ? <LiftDialog suppression={lifting} onClose={() => setLifting(null)} /> : null}
        </>
      }
    >
      <div className={classes.list}>
        <NarrowFilter suppressions />
        <p className={classes.lead}>
          {t("suppressions.lead")} {t("privacy:list.post")}
        </p>
        <Channels channel={channel} onChange={(next) => go({ ...(q ? { q } : {}), ...next })} />
        {list.error ? (
          <div className={classes.failure}>
            <Failure error={list.error} onRetry={() => void list.refetch()} />
          </div>
        ) : (
          <div id={PANEL} role="tabpanel" aria-label={t("suppressions.table")} className={classes.list}>
            <DataTable
              label={t("suppressions.table")}
              rows={rows}
              total={total}
              rowKey={(row) => row.id}
              rowLabel={address}
              columns={columns}
              loading={list.isPending}
              onEndReached={() => {
                if (list.hasNextPage && !list.isFetching) void list.fetchNextPage();
              }}
              empty={<Nobody q={q} onClear={() => search("")} />}
            />
          </div>
        )}
      </div>
    </RailPage>
  );
}

interface ChannelsProps {
  channel: ListChannel | undefined;
  onChange: (next: SuppressionsSearch) => void;
}

function Channels({ channel, onChange }: ChannelsProps) {
  const { t } = useTranslation("privacy");
  const counts = api.useQuery("get", "/api/suppressions/counts");
  const of = (wanted: ListChannel) =>
    counts.data && (counts.data.find((one) => one.channel === wanted)?.count ?? 0);
  const all = counts.data?.reduce((sum, one) => sum + one.count, 0);
  return (
    <div className={own.channels}>
      <CountTabs
        label={t("list.channels")}
        panel={PANEL}
        tabs={[
          { key: ALL, label: t("list.all"), count: all },
          ...CHANNELS.map((key) => ({ key, label: t(`channel.${key}`), count: of(key) })),
        ]}
        value={channel ?? ALL}
        onChange={(key) => onChange(key === ALL ? {} : { channel: key })}
      />
    </div>
  );
}

function Nobody({ q, onClear }: { q: string | undefined; onClear: () => void }) {
  const { t } = useTranslation("contacts");
  if (q) {
    return (
      <EmptyState
        icon={<IconSearchOff {...iconLarge} />}
        title={t("suppressions.noResult", { q })}
        action={<Button onClick={onClear}>{t("clear")}</Button>}
      />
    );
  }
  return (
    <EmptyState icon={<IconBan {...iconLarge} />} title={t("suppressions.empty")}>
      {t("suppressions.emptyText")}
    </EmptyState>
  );
}
