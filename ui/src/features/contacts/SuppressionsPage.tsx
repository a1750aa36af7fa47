// Who must not be written to, why, since when. Lifting one is a deliberate act, typed.
import { Button, Modal, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconBan, IconSearchOff, IconX } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { type FormEvent, useMemo, useState } from "react";
import { Trans, useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { errorWords } from "@/api/errors";
import { Failure } from "@/api/Failure";
import type { components } from "@/api/schema";
import type { Suppression } from "@/api/types";
import { ConfirmByTyping } from "@/design/ConfirmByTyping";
import { type Column, DataTable } from "@/design/DataTable";
import { EmptyState } from "@/design/EmptyState";
import { IconButton } from "@/design/IconButton";
import { icon, iconLarge } from "@/design/icon";
import { Notice } from "@/design/Notice";
import { SearchField } from "@/design/SearchField";
import { toast } from "@/design/toast";
import { useFormat } from "@/lib/useFormat";
import classes from "./Contacts.module.css";
import { NarrowFilter } from "./NarrowFilter";
import { Rail } from "./Rail";

const route = getRouteApi("/contacts/suppressions");
type SuppressionPage = components["schemas"]["Page_Suppression"];

export function SuppressionsPage() {
  const { t } = useTranslation(["contacts", "common"]);
  const { q } = route.useSearch();
  const navigate = route.useNavigate();
  const [typed, setTyped] = useState(q ?? "");
  const [adding, setAdding] = useState(false);
  const [lifting, setLifting] = useState<Suppression | null>(null);
  const searchFor = useDebouncedCallback(
    (value: string) => void navigate({ search: value ? { q: value } : {}, replace: true }),
    60,
  );
  const list = api.useInfiniteQuery(
    "get",
    "/api/suppressions",
    { params: { query: { limit: 100, ...(q ? { q } : {}) } } },
    {
      pageParamName: "cursor",
      initialPageParam: null as string | null,
      getNextPageParam: (last: SuppressionPage) => last.next ?? undefined,
    },
  );
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const total = list.data?.pages[0]?.total ?? null;
  const columns = useColumns(setLifting);
  const search = (value: string) => {
    setTyped(value);
    searchFor(value);
  };
  return (
    <div className={classes.page}>
      <div className={classes.main}>
        <header className={classes.bar}>
          <h1 className={classes.title}>{t("suppressions.title")}</h1>
          <SearchField
            label={t("suppressions.search")}
            value={typed}
            clearLabel={t("clear")}
            answer={total === null ? null : t("suppressions.count", { count: total })}
            onChange={search}
          />
          <div className={classes.acts}>
            <Button variant="filled" leftSection={<IconBan {...icon} />} onClick={() => setAdding(true)}>
              {t("suppressions.add")}
            </Button>
          </div>
        </header>
        <div className={classes.body}>
          <div className={classes.railSlot}>
            <Rail />
          </div>
          <div className={classes.list}>
            <NarrowFilter suppressions />
            <p className={classes.lead}>{t("suppressions.lead")}</p>
            {list.error ? (
              <div className={classes.failure}>
                <Failure error={list.error} onRetry={() => void list.refetch()} />
              </div>
            ) : (
              <DataTable
                label={t("suppressions.table")}
                rows={rows}
                total={total}
                rowKey={(row) => row.id}
                rowLabel={(row) => row.address}
                columns={columns}
                loading={list.isPending}
                onEndReached={() => {
                  if (list.hasNextPage && !list.isFetching) void list.fetchNextPage();
                }}
                empty={<Nobody q={q} onClear={() => search("")} />}
              />
            )}
          </div>
        </div>
      </div>
      <AddDialog opened={adding} onClose={() => setAdding(false)} />
      <LiftDialog suppression={lifting} onClose={() => setLifting(null)} />
    </div>
  );
}

function useColumns(onLift: (row: Suppression) => void): Column<Suppression>[] {
  const { t } = useTranslation("contacts");
  const format = useFormat();
  return [
    {
      key: "address",
      header: t("suppressions.address"),
      width: "minmax(180px, 1.4fr)",
      cell: (row) => row.address,
    },
    {
      key: "reason",
      header: t("suppressions.reason"),
      width: "minmax(120px, 1fr)",
      cell: (row) => t(`suppressions.reasons.${row.reason}`),
    },
    {
      key: "source",
      header: t("suppressions.source"),
      width: "minmax(120px, 1fr)",
      hideBelow: 640,
      cell: (row) => <span className={classes.quiet}>{row.source}</span>,
    },
    {
      key: "since",
      header: t("suppressions.since"),
      width: "112px",
      hideBelow: 520,
      cell: (row) => <span className={classes.quiet}>{format.recent(row.created_at)}</span>,
    },
    {
      key: "lift",
      header: <span className="only-heard">{t("suppressions.act")}</span>,
      width: "28px",
      cell: (row) => (
        <IconButton
          size={24}
          label={t("suppressions.lift", { address: row.address })}
          onClick={(event) => {
            event.stopPropagation();
            onLift(row);
          }}
        >
          <IconX {...icon} />
        </IconButton>
      ),
    },
  ];
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

function useRefreshSuppressions() {
  const queries = useQueryClient();
  return () =>
    queries.invalidateQueries({
      predicate: ({ queryKey }) => String(queryKey[1]).startsWith("/api/suppressions"),
    });
}

function AddDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation(["contacts", "common"]);
  const refresh = useRefreshSuppressions();
  const [address, setAddress] = useState("");
  const add = api.useMutation("post", "/api/suppressions", {
    onSuccess: async (saved) => {
      toast.done(t("suppressions.added", { address: saved.address }));
      setAddress("");
      onClose();
      await refresh();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate({ body: { address: address.trim(), channel: "email", reason: "manual" } });
  };
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("suppressions.addTitle")}
      closeButtonProps={{ "aria-label": t("common:close") }}
    >
      <form className={classes.dialog} onSubmit={submit}>
        {add.error ? <Notice tone="red">{errorWords(add.error)}</Notice> : null}
        <TextInput
          label={t("suppressions.address")}
          description={t("suppressions.addText")}
          type="email"
          value={address}
          onChange={(event) => setAddress(event.currentTarget.value)}
          data-autofocus
        />
        <Button type="submit" variant="filled" loading={add.isPending} disabled={!address.trim()}>
          {t("suppressions.addAct")}
        </Button>
      </form>
    </Modal>
  );
}

function LiftDialog({ suppression, onClose }: { suppression: Suppression | null; onClose: () => void }) {
  const { t } = useTranslation(["contacts", "common"]);
  const refresh = useRefreshSuppressions();
  const lift = api.useMutation("delete", "/api/suppressions/{id}", {
    onSuccess: async () => {
      toast.done(t("suppressions.lifted", { address: suppression?.address ?? "" }));
      onClose();
      await refresh();
    },
  });
  return (
    <Modal
      opened={suppression !== null}
      onClose={onClose}
      title={t("suppressions.liftTitle")}
      closeButtonProps={{ "aria-label": t("common:close") }}
    >
      {suppression ? (
        <div className={classes.dialog}>
          {lift.error ? <Notice tone="red">{errorWords(lift.error)}</Notice> : null}
          <ConfirmByTyping
            expected={suppression.address}
            label={
              <Trans
                t={t}
                i18nKey="suppressions.liftText"
                values={{ address: suppression.address }}
                components={{ b: <b /> }}
              />
            }
          >
            {(matches) => (
              <Button
                color="red"
                disabled={!matches}
                loading={lift.isPending}
                onClick={() => lift.mutate({ params: { path: { id: suppression.id } } })}
              >
                {t("suppressions.liftAct")}
              </Button>
            )}
          </ConfirmByTyping>
        </div>
      ) : null}
    </Modal>
  );
}
