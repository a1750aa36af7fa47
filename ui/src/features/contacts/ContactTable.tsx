// The table of contacts, and what it says when it has no rows.
import { Button } from "@mantine/core";
import { IconSearchOff, IconUsers } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Failure } from "@/api/Failure";
import type { Contact } from "@/api/types";
import { ButtonLink } from "@/design/ButtonLink";
import { Chip } from "@/design/Chip";
import { type Column, DataTable } from "@/design/DataTable";
import { EmptyState } from "@/design/EmptyState";
import { iconLarge } from "@/design/icon";
import { Marked } from "@/design/Marked";
import { StatusIcon } from "@/design/StatusIcon";
import type { Selection } from "@/design/useSelection";
import { useFormat } from "@/lib/useFormat";
import classes from "./Contacts.module.css";
import type { useContacts } from "./queries";
import type { ContactsSearch } from "./search";

interface ContactTableProps {
  list: ReturnType<typeof useContacts>;
  search: ContactsSearch;
  selection: Selection;
  onOpen: (contact: Contact) => void;
  onClose: () => void;
  onRange: (first: number, last: number) => void;
  onNew: () => void;
  onClear: () => void;
}

/** Family name first: the list is read in that order. */
export function listName(contact: Contact): string {
  const name = `${contact.last_name} ${contact.first_name}`.trim();
  return name || contact.display_name;
}

export function ContactTable({
  list,
  search,
  selection,
  onOpen,
  onClose,
  onRange,
  onNew,
  onClear,
}: ContactTableProps) {
  const { t } = useTranslation("contacts");
  const columns = useColumns(search.q ?? "");
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
        search.q || search.tag ? <NoResult search={search} onClear={onClear} /> : <NothingYet onNew={onNew} />
      }
    />
  );
}

function useColumns(q: string): Column<Contact>[] {
  const { t } = useTranslation("contacts");
  const format = useFormat();
  return useMemo(
    () => [
      {
        key: "name",
        header: t("columns.name"),
        width: "minmax(200px, 1.4fr)",
        cell: (contact) => (
          <>
            <span className={classes.name}>
              <Marked text={listName(contact)} search={q} />
            </span>
            {contact.company && contact.company !== listName(contact) ? (
              <span className={classes.company}>
                <Marked text={contact.company} search={q} />
              </span>
            ) : null}
          </>
        ),
      },
      {
        key: "email",
        header: t("columns.email"),
        width: "minmax(160px, 1.2fr)",
        cell: (contact) => (
          <span className={classes.email}>
            {contact.suppressed ? <StatusIcon status="refused" label={t("consent.refused")} /> : null}
            <span className="one-line">
              <Marked text={contact.email ?? ""} search={q} />
            </span>
          </span>
        ),
      },
      {
        key: "phone",
        header: t("columns.phone"),
        width: "124px",
        cell: (contact) => (
          <span className="figures">{contact.phone ? format.phone(contact.phone) : contact.phone_typed}</span>
        ),
      },
      {
        key: "city",
        header: t("columns.city"),
        width: "minmax(100px, 0.7fr)",
        hideBelow: 760,
        cell: (contact) => (
          <span className={classes.quiet}>
            <Marked text={contact.city} search={q} />
          </span>
        ),
      },
      {
        key: "tags",
        header: t("columns.tags"),
        width: "minmax(120px, 1fr)",
        hideBelow: 900,
        cell: (contact) => (
          <span className={classes.tagCell}>
            {contact.tags.map((tag) => (
              <Chip key={tag}>{tag}</Chip>
            ))}
          </span>
        ),
      },
    ],
    [t, format, q],
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
  return (
    <EmptyState
      icon={<IconSearchOff {...iconLarge} />}
      title={search.q ? t("noResult.title", { q: search.q }) : t("noResult.tag", { tag: search.tag ?? "" })}
      action={<Button onClick={onClear}>{search.q ? t("noResult.clear") : t("noResult.clearTag")}</Button>}
    >
      {search.q ? t("noResult.text") : null}
    </EmptyState>
  );
}
