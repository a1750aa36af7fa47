// Every rejected row with its reason, filtered by reason, ready to be corrected elsewhere.
import { Button, Select } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, fetchBytes } from "@/api/client";
import { errorWords } from "@/api/errors";
import { Failure } from "@/api/Failure";
import type { components } from "@/api/schema";
import type { RejectedRow, RejectReason } from "@/api/types";
import { type Column, DataTable } from "@/design/DataTable";
import { EmptyState } from "@/design/EmptyState";
import { icon } from "@/design/icon";
import { toast } from "@/design/toast";
import { useFormat } from "@/lib/useFormat";
import { platform } from "@/platform";
import classes from "./Wizard.module.css";

type RejectPage = components["schemas"]["Page_RejectedRow"];
const REASONS: RejectReason[] = [
  "email_missing",
  "email_invalid",
  "no_way_to_reach",
  "phone_damaged",
  "unreadable",
  "already_known",
];
const ALL = "all";

function useDownloadRejects(importId: string) {
  const { t } = useTranslation("imports");
  return async () => {
    try {
      const bytes = await fetchBytes(`/api/imports/${importId}/rejects.csv`);
      if (await platform.saveFile(t("rejects.fileName"), bytes, "text/csv")) toast.done(t("rejects.saved"));
    } catch (error) {
      toast.failed(errorWords(error));
    }
  };
}

export function DownloadRejects({ importId }: { importId: string }) {
  const { t } = useTranslation("imports");
  const download = useDownloadRejects(importId);
  return (
    <Button leftSection={<IconDownload {...icon} />} onClick={() => void download()}>
      {t("rejects.download")}
    </Button>
  );
}

/** The rows themselves; the download stands elsewhere on the page. */
export function RejectsTable({ importId }: { importId: string }) {
  const { t } = useTranslation("imports");
  const [reason, setReason] = useState<RejectReason | null>(null);
  const list = api.useInfiniteQuery(
    "get",
    "/api/imports/{id}/rejects",
    { params: { path: { id: importId }, query: { limit: 100, ...(reason ? { reason } : {}) } } },
    {
      pageParamName: "cursor",
      initialPageParam: null as string | null,
      getNextPageParam: (last: RejectPage) => last.next ?? undefined,
    },
  );
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const columns = useColumns();
  return (
    <div className={classes.tablePanel}>
      <div className={classes.tableBar}>
        <Select
          aria-label={t("rejects.filter")}
          data={[
            { value: ALL, label: t("rejects.all") },
            ...REASONS.map((value) => ({ value, label: t(`reasons.${value}`) })),
          ]}
          value={reason ?? ALL}
          onChange={(value) => setReason(REASONS.find((known) => known === value) ?? null)}
        />
      </div>
      {list.error ? (
        <Failure error={list.error} onRetry={() => void list.refetch()} />
      ) : (
        <DataTable
          label={t("rejects.table")}
          rows={rows}
          total={list.data?.pages[0]?.total ?? null}
          rowKey={(row) => String(row.line)}
          rowLabel={(row) => String(row.line)}
          columns={columns}
          listItem={(row) => <RejectItem row={row} />}
          loading={list.isPending}
          onEndReached={() => {
            if (list.hasNextPage && !list.isFetching) void list.fetchNextPage();
          }}
          empty={<EmptyState title={t("rejects.none")} />}
        />
      )}
    </div>
  );
}

function RejectItem({ row }: { row: RejectedRow }) {
  const { t } = useTranslation("imports");
  const format = useFormat();
  return (
    <span className={classes.twoLines}>
      <span className={`${classes.strong} one-line`}>{t(`reasons.${row.reason}`)}</span>
      <span className={`${classes.quiet} one-line`}>
        {`${t("rejects.line")} ${format.number(row.line)} · ${row.value || t("rejects.empty")}`}
      </span>
    </span>
  );
}

function useColumns(): Column<RejectedRow>[] {
  const { t } = useTranslation("imports");
  const format = useFormat();
  return useMemo(
    () => [
      {
        key: "line",
        header: t("rejects.line"),
        width: "72px",
        align: "end",
        cell: (row) => <span className={classes.quiet}>{format.number(row.line)}</span>,
      },
      {
        key: "reason",
        header: t("rejects.reason"),
        width: "minmax(160px, 1fr)",
        cell: (row) => <span className={classes.strong}>{t(`reasons.${row.reason}`)}</span>,
      },
      {
        key: "value",
        header: t("rejects.value"),
        width: "minmax(140px, 1fr)",
        cell: (row) => row.value || <span className={classes.quiet}>{t("rejects.empty")}</span>,
      },
      {
        key: "cells",
        header: t("rejects.cells"),
        width: "minmax(160px, 2fr)",
        hideBelow: 620,
        cell: (row) => <span className={classes.quiet}>{row.cells.filter(Boolean).join(" · ")}</span>,
      },
    ],
    [t, format],
  );
}
