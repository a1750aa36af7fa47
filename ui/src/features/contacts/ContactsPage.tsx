// The address book: filters, search, table, and the contact in hand beside it.
import { Button } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconFileImport, IconUserPlus } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ButtonLink } from "@/design/ButtonLink";
import { icon } from "@/design/icon";
import { SearchField } from "@/design/SearchField";
import { useSelection } from "@/design/useSelection";
import { useCommands } from "@/lib/commands";
import { useFormat } from "@/lib/useFormat";
import { BulkBar } from "./bulk/BulkBar";
import { ContactDrawer } from "./ContactDrawer";
import classes from "./Contacts.module.css";
import { ContactTable } from "./ContactTable";
import { ExportDialog } from "./export/ExportDialog";
import { FilterChips } from "./FilterChips";
import { type ContactQuery, filterQuery, scopeOf } from "./filter";
import { ListFooter } from "./ListFooter";
import { NarrowFilter } from "./NarrowFilter";
import { NewContact } from "./NewContact";
import { useContacts } from "./queries";
import { RailPage } from "./RailPage";
import type { ContactsSearch } from "./search";
import { useColumnChoice } from "./useColumnChoice";

const route = getRouteApi("/contacts");
const TYPING_MS = 60;

export function ContactsPage() {
  const { t } = useTranslation(["contacts", "common"]);
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const list = useContacts(search);
  const [typed, setTyped] = useState(search.q ?? "");
  const field = useRef<HTMLInputElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const [range, setRange] = useState<[number, number]>([0, 0]);
  const total = list.total ?? list.rows.length;
  const loaded = useMemo(() => list.rows.map(({ id }) => id), [list.rows]);
  const selection = useSelection(total, scopeOf(search), loaded);
  const { columns, keep } = useColumnChoice(search.columns);
  const [exporting, setExporting] = useState<ContactQuery | null>(null);

  const change = useCallback(
    (next: Partial<Record<keyof ContactsSearch, unknown>>, replace = false) =>
      void navigate({ search: (now) => ({ ...now, ...next }) as ContactsSearch, replace }),
    [navigate],
  );
  const searchFor = useDebouncedCallback(
    (q: string) => change({ q: q || undefined, contact: undefined }, true),
    TYPING_MS,
  );
  const focusTable = useCallback(
    () => frame.current?.querySelector<HTMLElement>("[data-table]")?.focus(),
    [],
  );
  const close = useCallback(() => {
    change({ contact: undefined, new: undefined });
    focusTable();
  }, [change, focusTable]);

  // The address may change under the field: Back, a tag, the palette.
  useEffect(() => {
    if (document.activeElement !== field.current) setTyped(search.q ?? "");
  }, [search.q]);
  useCommands([
    {
      id: "contacts.search",
      label: t("search"),
      group: "here",
      keys: "/",
      run: () => field.current?.focus(),
    },
    { id: "contacts.new", label: t("new"), group: "here", keys: "n", run: () => change({ new: true }) },
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
  const onRange = useCallback(
    (first: number, last: number) =>
      setRange((now) => (now[0] === first && now[1] === last ? now : [first, last])),
    [],
  );
  const index = list.rows.findIndex((contact) => contact.id === search.contact);
  const step = (by: number) => {
    const next = list.rows[index + by];
    return index >= 0 && next ? () => change({ contact: next.id }, true) : undefined;
  };

  return (
    <RailPage
      ref={frame}
      header={
        <header className={classes.bar}>
          <h1 className={classes.title}>{t("common:places.contacts")}</h1>
          <SearchField
            ref={field}
            label={t("search")}
            value={typed}
            clearLabel={t("clear")}
            answer={<Answer total={list.total} tookMs={list.tookMs} shown={list.pages.isSuccess} />}
            onChange={(value) => {
              setTyped(value);
              searchFor(value);
            }}
            onKeyDown={onFieldKey}
          />
          <div className={classes.acts}>
            <ButtonLink to="/contacts/import" leftSection={<IconFileImport {...icon} />}>
              {t("import")}
            </ButtonLink>
            <Button
              variant="filled"
              leftSection={<IconUserPlus {...icon} />}
              onClick={() => change({ new: true })}
            >
              {t("new")}
            </Button>
          </div>
        </header>
      }
      aside={
        <>
          <ExportDialog query={exporting} onClose={() => setExporting(null)} />
          {search.new ? (
            <NewContact onClose={close} onCreated={(id) => change({ new: undefined, contact: id })} />
          ) : search.contact ? (
            <ContactDrawer
              key={search.contact}
              id={search.contact}
              index={index}
              total={total}
              onPrevious={step(-1)}
              onNext={step(1)}
              onClose={close}
            />
          ) : null}
        </>
      }
    >
      <div className={classes.list}>
        <NarrowFilter search={search} />
        <FilterChips search={search} onChange={change} />
        {selection.count > 0 ? (
          <BulkBar
            selection={selection}
            onExport={() =>
              setExporting(selection.everything ? filterQuery(search) : { ids: selection.keys.join(",") })
            }
            target={selection.everything ? { query: filterQuery(search) } : { ids: [...selection.keys] }}
          />
        ) : null}
        <ContactTable
          list={list}
          search={search}
          columns={columns}
          selection={selection}
          onOpen={(contact) => change({ contact: contact.id, new: undefined }, search.contact !== undefined)}
          onClose={close}
          onRange={onRange}
          onNew={() => change({ new: true })}
          onClear={() => {
            setTyped("");
            if (search.q) change({ q: undefined });
            else void navigate({ search: {} });
          }}
        />
        <ListFooter
          range={range}
          total={list.total}
          search={search}
          columns={columns}
          onSort={(sort) => change({ sort })}
          onColumns={(next) => {
            keep(next);
            if (search.columns) change({ columns: next.join(",") }, true);
          }}
          onExport={() => setExporting(filterQuery(search))}
        />
      </div>
    </RailPage>
  );
}

function Answer({ total, tookMs, shown }: { total: number | null; tookMs: number | null; shown: boolean }) {
  const { t } = useTranslation("contacts");
  const format = useFormat();
  if (!shown) return null;
  const ms = tookMs === null ? "" : ` · ${t("took", { ms: format.number(Math.max(1, Math.round(tookMs))) })}`;
  return (
    <>
      {total === null ? t("manyMore", { count: 100_000 }) : t("count", { count: total })}
      {ms}
    </>
  );
}
