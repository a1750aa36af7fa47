// The audit log: a ledger whose entries hold each other, the filter above it, the stamp after a verification.
import { Button } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconRubberStamp, IconSearchOff, IconShieldCheck } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Failure } from "@/api/Failure";
import { EmptyState } from "@/design/EmptyState";
import { Frame } from "@/design/Frame";
import { icon, iconLarge } from "@/design/icon";
import { useCommands } from "@/lib/commands";
import classes from "./Audit.module.css";
import { EntryDrawer } from "./EntryDrawer";
import { ExportButton } from "./ExportButton";
import { Filters } from "./Filters";
import { Ledger } from "./Ledger";
import { useFrom, useLedger, useVerification } from "./queries";
import type { AuditSearch } from "./search";
import { Verdict } from "./Verdict";

const route = getRouteApi("/audit");
const TYPING_MS = 150;

export function AuditPage() {
  const { t } = useTranslation("audit");
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { pages, entries, total } = useLedger(search);
  const verification = useVerification();
  const from = useFrom(search);
  const [typed, setTyped] = useState(search.q ?? "");
  const field = useRef<HTMLInputElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const change = useCallback(
    (next: Partial<Record<keyof AuditSearch, unknown>>, replace = false) =>
      void navigate({ search: (now) => ({ ...now, ...next }) as AuditSearch, replace }),
    [navigate],
  );
  const searchFor = useDebouncedCallback(
    (q: string) => change({ q: q || undefined, entry: undefined }, true),
    TYPING_MS,
  );
  const focusTable = useCallback(
    () => frame.current?.querySelector<HTMLElement>("[data-table]")?.focus(),
    [],
  );
  const close = useCallback(() => {
    change({ entry: undefined });
    focusTable();
  }, [change, focusTable]);
  const open = useCallback(
    (seq: number) => change({ entry: seq }, search.entry !== undefined),
    [change, search.entry],
  );
  const verify = () => {
    if (!verification.run.isPending) verification.run.mutate(null);
  };
  // The address may change under the field: Back, the palette.
  useEffect(() => {
    if (document.activeElement !== field.current) setTyped(search.q ?? "");
  }, [search.q]);
  useCommands([
    {
      id: "audit.search",
      label: t("filter.search"),
      group: "here",
      keys: "/",
      run: () => field.current?.focus(),
    },
    { id: "audit.verify", label: t("verify"), group: "here", keys: "v", run: verify },
  ]);
  const onFieldKey = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "Enter") {
      event.preventDefault();
      focusTable();
    }
    if (event.key === "Escape" && typed) {
      event.preventDefault();
      setTyped("");
      searchFor("");
    }
  };
  const filtered = Boolean(search.q || search.actor || search.action || search.period);
  const clear = () => {
    setTyped("");
    change({ q: undefined, actor: undefined, action: undefined, period: undefined });
  };
  const index = entries.findIndex((entry) => entry.seq === search.entry);
  const step = (by: number) => {
    const next = entries[index + by];
    return index >= 0 && next ? () => change({ entry: next.seq }, true) : undefined;
  };
  const onEndReached = useCallback(() => {
    if (pages.hasNextPage && !pages.isFetching) void pages.fetchNextPage();
  }, [pages]);
  return (
    <Frame
      ref={frame}
      header={
        <>
          <header className={classes.top}>
            <div className={classes.heading}>
              <h1 className={classes.title}>{t("title")}</h1>
              <p className={classes.lead}>{t("lead")}</p>
              <div className={classes.acts}>
                <Button
                  variant="filled"
                  leftSection={<IconRubberStamp {...icon} />}
                  loading={verification.run.isPending}
                  onClick={verify}
                >
                  {t("verify")}
                </Button>
                <ExportButton from={from} />
              </div>
            </div>
            <Verdict verification={verification} onOpen={open} />
          </header>
          <Filters
            field={field}
            typed={typed}
            search={search}
            total={total}
            onType={(text) => {
              setTyped(text);
              searchFor(text);
            }}
            onKeyDown={onFieldKey}
            onChange={(next) => change({ ...next, entry: undefined })}
          />
        </>
      }
      aside={
        search.entry !== undefined ? (
          <EntryDrawer
            key={search.entry}
            seq={search.entry}
            onPrevious={step(-1)}
            onNext={step(1)}
            onOpen={open}
            onClose={close}
          />
        ) : null
      }
    >
      {pages.error && entries.length === 0 ? (
        <div className={classes.failure}>
          <Failure error={pages.error} onRetry={() => void pages.refetch()} />
        </div>
      ) : (
        <Ledger
          entries={entries}
          total={total}
          whole={!pages.hasNextPage && !pages.isPending}
          newestFirst={!search.q && !search.actor && !search.action}
          loading={pages.isPending}
          openSeq={search.entry}
          onOpen={open}
          onClose={close}
          onEndReached={onEndReached}
          empty={filtered ? <NoResult onClear={clear} /> : <NothingYet />}
        />
      )}
    </Frame>
  );
}

function NoResult({ onClear }: { onClear: () => void }) {
  const { t } = useTranslation("audit");
  return (
    <EmptyState
      icon={<IconSearchOff {...iconLarge} />}
      title={t("noResult.title")}
      action={<Button onClick={onClear}>{t("noResult.clear")}</Button>}
    >
      {t("noResult.text")}
    </EmptyState>
  );
}

function NothingYet() {
  const { t } = useTranslation("audit");
  return (
    <EmptyState icon={<IconShieldCheck {...iconLarge} />} title={t("empty.title")}>
      {t("empty.text")}
    </EmptyState>
  );
}
