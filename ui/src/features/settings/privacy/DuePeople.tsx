// The records a rule finds too old, and the two things a person can do with all of them.
import { Button } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { Trans, useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { errorWords } from "@/api/errors";
import { Failure } from "@/api/Failure";
import type { components } from "@/api/schema";
import type { DueContact, RetentionRule } from "@/api/types";
import { ConfirmByTyping } from "@/design/ConfirmByTyping";
import { type Column, DataTable } from "@/design/DataTable";
import { Dialog } from "@/design/Dialog";
import { Notice } from "@/design/Notice";
import { Card } from "@/design/Page";
import { toast } from "@/design/toast";
import { useRefreshContact } from "@/features/contacts";
import { useFormat } from "@/lib/useFormat";
import settings from "../settings.module.css";
import classes from "./privacy.module.css";

type DuePage = components["schemas"]["Page_DueContact"];
type Act = "bin" | "erase";

export function DuePeople({ rule }: { rule: RetentionRule }) {
  const { t } = useTranslation("privacy");
  const navigate = useNavigate();
  const [asking, setAsking] = useState<Act | null>(null);
  const list = api.useInfiniteQuery(
    "get",
    "/api/retention/due",
    { params: { query: { rule_id: rule.id, limit: 100 } } },
    {
      pageParamName: "cursor",
      initialPageParam: null as string | null,
      getNextPageParam: (last: DuePage) => last.next ?? undefined,
    },
  );
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const columns = useColumns();
  const title = t("retention.people", { tag: rule.tag });
  return (
    <div className={classes.due}>
      <h3 className={classes.dueTitle}>{title}</h3>
      <Card>
        {list.error ? <Failure error={list.error} onRetry={() => void list.refetch()} /> : null}
        {list.data && rows.length === 0 ? <p className={settings.none}>{t("retention.nobody")}</p> : null}
        {rows.length > 0 ? (
          <>
            <div className={classes.table}>
              <DataTable
                label={title}
                rows={rows}
                total={list.data?.pages[0]?.total ?? null}
                rowKey={(row) => row.id}
                rowLabel={(row) => row.display_name}
                columns={columns}
                onOpen={(row) => void navigate({ to: "/contacts", search: { open: row.id } as never })}
                onEndReached={() => {
                  if (list.hasNextPage && !list.isFetching) void list.fetchNextPage();
                }}
              />
            </div>
            <div className={classes.acts}>
              <Button size="sm" onClick={() => setAsking("bin")}>
                {t("retention.bin")}
              </Button>
              <Button size="sm" color="red" onClick={() => setAsking("erase")}>
                {t("retention.erase")}
              </Button>
            </div>
          </>
        ) : null}
      </Card>
      {asking ? <ApplyDialog rule={rule} act={asking} onClose={() => setAsking(null)} /> : null}
    </div>
  );
}

function useColumns(): Column<DueContact>[] {
  const { t } = useTranslation("privacy");
  const format = useFormat();
  return [
    {
      key: "name",
      header: t("retention.name"),
      width: "minmax(160px, 2fr)",
      cell: (row) => row.display_name,
    },
    {
      key: "changed",
      header: t("retention.changed"),
      width: "128px",
      cell: (row) => <span className={classes.quiet}>{format.date(row.updated_at)}</span>,
    },
    {
      key: "written",
      header: t("retention.written"),
      width: "128px",
      hideBelow: 480,
      cell: (row) => (
        <span className={classes.quiet}>
          {row.last_message_at === null ? t("retention.never") : format.date(row.last_message_at)}
        </span>
      ),
    },
  ];
}

function ApplyDialog({ rule, act, onClose }: { rule: RetentionRule; act: Act; onClose: () => void }) {
  const { t } = useTranslation("privacy");
  const refresh = useRefreshContact();
  const apply = api.useMutation("post", "/api/retention/apply", {
    onSuccess: async ({ changed }) => {
      toast.done(t(act === "bin" ? "retention.binned" : "retention.erased", { count: changed }));
      onClose();
      await refresh();
    },
    // Others may be due by now: the number on the screen must be the one to type.
    onError: () => void refresh(),
  });
  const count = rule.due;
  const confirm = { rule_id: rule.id, action: act, confirm_count: count };
  const body = act === "erase" ? { ...confirm, reason: t("erasures.retention") } : confirm;
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t(act === "bin" ? "retention.binTitle" : "retention.eraseTitle", { count })}
    >
      <div className={classes.dialog}>
        {apply.error ? <Notice tone="red">{errorWords(apply.error)}</Notice> : null}
        {act === "erase" ? <Notice tone="amber">{t("erase.backups")}</Notice> : null}
        <ConfirmByTyping
          key={count}
          expected={String(count)}
          label={
            <Trans
              t={t}
              i18nKey={act === "bin" ? "retention.binText" : "retention.eraseText"}
              values={{ count }}
              components={{ b: <b /> }}
            />
          }
        >
          {(matches) => (
            <Button
              {...(act === "erase" ? { color: "red" } : { variant: "filled" })}
              disabled={!matches}
              loading={apply.isPending}
              onClick={() => apply.mutate({ body })}
            >
              {t(act === "bin" ? "retention.binAct" : "retention.eraseAct")}
            </Button>
          )}
        </ConfirmByTyping>
      </div>
    </Dialog>
  );
}
