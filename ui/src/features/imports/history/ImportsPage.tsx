// Every import so far: which file, when, what it did; each opens beside the list.
import { IconFileImport } from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useCallback, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { Failure } from "@/api/Failure";
import { ButtonLink } from "@/design/ButtonLink";
import { type Column, DataTable } from "@/design/DataTable";
import { EmptyState } from "@/design/EmptyState";
import { icon, iconLarge } from "@/design/icon";
import { type Status, StatusIcon } from "@/design/StatusIcon";
import { useFormat } from "@/lib/useFormat";
import type { Import } from "../contract";
import classes from "./History.module.css";
import { ImportDrawer } from "./ImportDrawer";

const route = getRouteApi("/contacts/imports");
const PAGE = 50;

interface ImportPage {
  items: Import[];
  next: string | null;
}

export function useImports() {
  const list = api.useInfiniteQuery(
    "get",
    "/api/imports",
    { params: { query: { limit: PAGE } } },
    {
      pageParamName: "cursor",
      initialPageParam: null as string | null,
      getNextPageParam: (last: ImportPage) => last.next ?? undefined,
    },
  );
  const pages = list.data?.pages as ImportPage[] | undefined;
  // What was only counted changed nothing, so it is no part of the history.
  const rows = useMemo(
    () => pages?.flatMap((page) => page.items).filter(({ dry_run }) => !dry_run) ?? [],
    [pages],
  );
  return { ...list, rows };
}

export function ImportsPage() {
  const { t } = useTranslation("imports");
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const frame = useRef<HTMLDivElement>(null);
  const list = useImports();
  const columns = useColumns();
  const open = useCallback(
    (id: string | undefined) => void navigate({ search: id ? { open: id } : {} }),
    [navigate],
  );
  const close = useCallback(() => {
    open(undefined);
    frame.current?.querySelector<HTMLElement>("[data-table]")?.focus();
  }, [open]);
  const { hasNextPage, isFetching, fetchNextPage } = list;
  const more = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
  const index = list.rows.findIndex(({ id }) => id === search.open);
  const step = (by: number) => {
    const next = list.rows[index + by];
    return index >= 0 && next ? () => open(next.id) : undefined;
  };
  return (
    <div className={classes.page} ref={frame}>
      <div className={classes.main}>
        <header className={classes.head}>
          <div className={classes.heading}>
            <p className={classes.above}>
              <Link to="/contacts">{t("history.contacts")}</Link>
            </p>
            <h1 className={classes.title}>{t("history.title")}</h1>
          </div>
          <ButtonLink to="/contacts/import" variant="filled" leftSection={<IconFileImport {...icon} />}>
            {t("history.new")}
          </ButtonLink>
        </header>
        {list.error ? (
          <Failure error={list.error} onRetry={() => void list.refetch()} />
        ) : (
          <DataTable
            label={t("history.title")}
            rows={list.rows}
            total={list.hasNextPage ? null : list.rows.length}
            rowKey={(row) => row.id}
            rowLabel={(row) => row.file_name}
            columns={columns}
            listItem={(row) => <ImportItem session={row} />}
            openKey={search.open ?? null}
            onOpen={(row) => open(row.id)}
            onClose={close}
            onEndReached={more}
            loading={list.isPending}
            empty={
              <EmptyState
                icon={<IconFileImport {...iconLarge} />}
                title={t("history.none")}
                action={
                  <ButtonLink to="/contacts/import" variant="light">
                    {t("history.new")}
                  </ButtonLink>
                }
              >
                {t("history.noneText")}
              </EmptyState>
            }
          />
        )}
      </div>
      {search.open ? (
        <ImportDrawer
          key={search.open}
          id={search.open}
          onClose={close}
          onPrevious={step(-1)}
          onNext={step(1)}
        />
      ) : null}
    </div>
  );
}

const FACES: Record<Import["state"], Status> = {
  running: "running",
  finished: "done",
  cancelled: "refused",
  failed: "failed",
  undone: "returned",
};

export function ImportState({ state }: { state: Import["state"] }) {
  const { t } = useTranslation("imports");
  return (
    <span className={classes.state}>
      <StatusIcon status={FACES[state]} />
      {t(`history.states.${state}`)}
    </span>
  );
}

function ImportItem({ session }: { session: Import }) {
  const { t } = useTranslation("imports");
  const format = useFormat();
  return (
    <span className={classes.item}>
      <span className={classes.itemHead}>
        <span className={`${classes.strong} one-line`}>{session.file_name}</span>
        <span className={classes.quiet}>{format.recent(session.started_at)}</span>
      </span>
      <span className={`${classes.quiet} one-line`}>
        {session.state === "finished"
          ? t("file.line", {
              created: format.number(session.counts.created),
              updated: format.number(session.counts.updated),
              rejected: format.number(session.counts.rejected),
            })
          : t(`history.states.${session.state}`)}
      </span>
    </span>
  );
}

const FIGURES = [
  ["rows", 0],
  ["created", 0],
  ["updated", 760],
  ["rejected", 840],
] as const;

function useColumns(): Column<Import>[] {
  const { t } = useTranslation("imports");
  const format = useFormat();
  return useMemo(
    () => [
      {
        key: "file",
        header: t("history.file"),
        width: "minmax(180px, 2fr)",
        cell: (row) => <span className={classes.strong}>{row.file_name}</span>,
      },
      {
        key: "when",
        header: t("history.when"),
        width: "112px",
        cell: (row) => <span className={classes.quiet}>{format.recent(row.started_at)}</span>,
      },
      ...FIGURES.map(([key, hideBelow]) => ({
        key,
        header: t(`history.${key}`),
        width: "84px",
        align: "end" as const,
        ...(hideBelow ? { hideBelow } : {}),
        cell: (row: Import) => format.number(row.counts[key]),
      })),
      {
        key: "state",
        header: t("history.state"),
        width: "124px",
        cell: (row) => <ImportState state={row.state} />,
      },
    ],
    [t, format],
  );
}
