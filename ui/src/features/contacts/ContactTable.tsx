// The table of contacts, and what it says when it has no rows.
import { Button } from "@mantine/core";
import { IconSearchOff, IconUsers } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Failure } from "@/api/Failure";
import type { Contact } from "@/api/types";
import { ButtonLink } from "@/design/ButtonLink";
import { DataTable } from "@/design/DataTable";
import { EmptyState } from "@/design/EmptyState";
import { iconLarge } from "@/design/icon";
import { Marked } from "@/design/Marked";
import type { Selection } from "@/design/useSelection";
import classes from "./Contacts.module.css";
import { listName, useColumns } from "./columns";
import type { useContacts } from "./queries";
import { type ContactsSearch, isEverything } from "./search";

interface ContactTableProps {
  list: ReturnType<typeof useContacts>;
  search: ContactsSearch;
  columns: readonly string[];
  selection: Selection;
  onOpen: (contact: Contact) => void;
  onClose: () => void;
  onRange: (first: number, last: number) => void;
  onNew: () => void;
  onClear: () => void;
}

export function ContactTable({
  list,
  search,
  columns: chosen,
  selection,
  onOpen,
  onClose,
  onRange,
  onNew,
  onClear,
}: ContactTableProps) {
  const { t } = useTranslation("contacts");
  const columns = useColumns(search.q ?? "", chosen);
  const { pages, rows } = list;
  if (pages.error && rows.length === 0) {
    return (
      <div className={classes.failure}>
        <Failure error={pages.error} onRetry={() => void pages.refetch()} />
      </div>
    );
  }
  return (
    <DataTable
      label={t("table")}
      rows={rows}
      total={list.total}
      rowKey={(contact) => contact.id}
      rowLabel={(contact) => contact.display_name}
      columns={columns}
      listItem={(contact) => <ListItem contact={contact} q={search.q ?? ""} />}
      openKey={search.contact ?? null}
      onOpen={onOpen}
      onClose={onClose}
      selection={selection}
      selectAllLabel={t("selectAll")}
      loading={pages.isPending}
      onEndReached={() => {
        if (pages.hasNextPage && !pages.isFetching) void pages.fetchNextPage();
      }}
      onRange={onRange}
      empty={
        isEverything(search) ? <NothingYet onNew={onNew} /> : <NoResult search={search} onClear={onClear} />
      }
    />
  );
}

function ListItem({ contact, q }: { contact: Contact; q: string }) {
  return (
    <span className={classes.listItem}>
      <span className="one-line">
        <span className={classes.name}>
          <Marked text={listName(contact)} search={q} />
        </span>
        {contact.company ? <span className={classes.company}>{contact.company}</span> : null}
      </span>
      <span className={`${classes.quiet} one-line`}>
        <Marked text={contact.email ?? contact.phone ?? ""} search={q} />
      </span>
    </span>
  );
}

function NothingYet({ onNew }: { onNew: () => void }) {
  const { t } = useTranslation("contacts");
  return (
    <EmptyState
      icon={<IconUsers {...iconLarge} />}
      title={t("empty.title")}
      action={
        <ButtonLink to="/contacts/import" variant="light">
          {t("empty.import")}
        </ButtonLink>
      }
      second={
        <Button variant="subtle" onClick={onNew}>
          {t("empty.new")}
        </Button>
      }
    >
      {t("empty.text")}
    </EmptyState>
  );
}

function NoResult({ search, onClear }: { search: ContactsSearch; onClear: () => void }) {
  const { t } = useTranslation("contacts");
  const title = search.q
    ? t("noResult.title", { q: search.q })
    : search.tag
      ? t("noResult.tag", { tag: search.tag })
      : search.group
        ? t("noResult.group")
        : search.segment
          ? t("noResult.segment")
          : t("noResult.other");
  return (
    <EmptyState
      icon={<IconSearchOff {...iconLarge} />}
      title={title}
      action={<Button onClick={onClear}>{search.q ? t("noResult.clear") : t("noResult.clearTag")}</Button>}
      second={
        search.segment && !search.q ? (
          <ButtonLink to="/contacts/segments/$id" params={{ id: search.segment }} variant="subtle">
            {t("rail.editRule")}
          </ButtonLink>
        ) : null
      }
    >
      {search.q ? t("noResult.text") : search.group ? t("noResult.groupText") : null}
    </EmptyState>
  );
}
