// Likely duplicates: the pairs at the left, two contacts side by side at the right, one key for each decision.
import { Button } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import type { KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { Failure } from "@/api/Failure";
import { icon } from "@/design/icon";
import { Skeletons } from "@/design/Skeletons";
import { NarrowFilter, RailPage } from "@/features/contacts";
import { useCommands } from "@/lib/commands";
import { useFormat } from "@/lib/useFormat";
import { Compare } from "./Compare";
import classes from "./Duplicates.module.css";
import { NothingLikely, Searching } from "./NothingLikely";
import { PairList } from "./PairList";
import { useDuplicates, useStartSearch } from "./queries";

const route = getRouteApi("/contacts/duplicates");
/** The feed tells when a search ends; this only covers a feed that has stopped. */
const FALLBACK_MS = 3_000;

export function DuplicatesPage() {
  const { t } = useTranslation("duplicates");
  const format = useFormat();
  const { pair } = route.useSearch();
  const navigate = route.useNavigate();
  const { pages, pairs, first, total, decided } = useDuplicates();
  const start = useStartSearch();
  const running = first?.running ?? false;
  api.useQuery("get", "/api/jobs", {}, { refetchInterval: running ? FALLBACK_MS : false });

  const listed = pairs.findIndex(({ id }) => id === pair);
  const shown = pair ?? pairs[0]?.id;
  const open = (id: string | undefined) =>
    void navigate({ search: id === undefined ? {} : { pair: id }, replace: pair !== undefined });
  const walk = (steps: number) => {
    const next = pairs[pair === undefined ? 0 + steps : listed + steps];
    if (next) open(next.id);
  };
  /** The pair that comes up once this one is settled. */
  const settled = (gone: string) => {
    const at = pairs.findIndex(({ id }) => id === gone);
    const next = pairs[at + 1] ?? pairs[at - 1];
    open(pair === undefined || next?.id === gone ? undefined : next?.id);
  };
  const search = () => start.mutate({});
  useCommands([
    { id: "duplicates.next", label: t("keys.next"), group: "here", keys: "j", run: () => walk(1) },
    { id: "duplicates.before", label: t("keys.before"), group: "here", keys: "k", run: () => walk(-1) },
    { id: "duplicates.search", label: t("search.again"), group: "here", run: search },
  ]);
  const hear = (event: KeyboardEvent) => {
    const inField = event.target instanceof HTMLElement && event.target.matches("input, textarea, select");
    if (inField || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
    event.preventDefault();
    walk(event.key === "ArrowDown" ? 1 : -1);
  };
  const nothing = !pair && pairs.length === 0;
  return (
    <RailPage
      railFrom={1080}
      header={
        <header className={classes.bar}>
          <div className={classes.heading}>
            <h1 className={classes.title}>{t("title")}</h1>
            {first && !running && first.searched_at !== null ? (
              <p className={classes.lead}>
                {t("lead", { count: total, time: format.moment(first.searched_at) })}
              </p>
            ) : null}
          </div>
          {first?.searched_at ? (
            <Button
              leftSection={<IconRefresh {...icon} />}
              onClick={search}
              loading={running || start.isPending}
            >
              {t("search.again")}
            </Button>
          ) : null}
        </header>
      }
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrows walk through the pairs wherever the focus is */}
      <div className={classes.work} data-open={pair !== undefined} onKeyDown={hear}>
        <div className={classes.narrow}>
          <NarrowFilter place="duplicates" />
        </div>
        {pages.error ? (
          <div className={classes.failure}>
            <Failure error={pages.error} onRetry={() => void pages.refetch()} />
          </div>
        ) : pages.isPending ? (
          <div className={classes.failure}>
            <Skeletons lines={6} label={t("loading")} />
          </div>
        ) : nothing ? (
          running ? (
            <Searching />
          ) : (
            <NothingLikely
              searched={first?.searched_at != null}
              onSearch={search}
              starting={start.isPending}
            />
          )
        ) : (
          <>
            {pairs.length > 0 ? (
              <PairList
                pairs={pairs}
                total={total}
                current={shown}
                onOpen={open}
                onEndReached={() => {
                  if (pages.hasNextPage && !pages.isFetching) void pages.fetchNextPage();
                }}
              />
            ) : null}
            {shown ? (
              <Compare
                key={shown}
                id={shown}
                decided={decided}
                onSettled={() => settled(shown)}
                onBack={() => open(undefined)}
              />
            ) : null}
          </>
        )}
      </div>
    </RailPage>
  );
}
