// Every column the table can show, the firm's own fields included.
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Contact, Field } from "@/api/types";
import { Chip } from "@/design/Chip";
import type { Column } from "@/design/DataTable";
import { Marked } from "@/design/Marked";
import { StatusIcon } from "@/design/StatusIcon";
import { useFormat } from "@/lib/useFormat";
import classes from "./Contacts.module.css";
import { bareKey, fieldName, useCustomFields, useValueWords } from "./customFields";

export const OFFERED = [
  "name",
  "email",
  "phone",
  "city",
  "postcode",
  "country",
  "street",
  "civility",
  "reference",
  "birthdate",
  "tags",
  "created",
  "updated",
] as const;
type Offered = (typeof OFFERED)[number];

/** Family name first: the list is read in that order. */
export function listName(contact: Contact): string {
  const name = `${contact.last_name} ${contact.first_name}`.trim();
  return name || contact.display_name;
}

/** All columns by key, with the words a person chooses them by. */
export function useOfferedColumns(): { key: string; label: string }[] {
  const { t } = useTranslation("contacts");
  const customs = useCustomFields();
  return [
    ...OFFERED.map((key) => ({ key, label: t(`columns.${key}`) })),
    ...customs.map((field) => ({ key: field.key, label: fieldName(field) })),
  ];
}

/** The columns in hand, in the house's order; below some widths the lesser ones go. */
export function useColumns(q: string, chosen: readonly string[]): Column<Contact>[] {
  const { t } = useTranslation("contacts");
  const format = useFormat();
  const customs = useCustomFields();
  const words = useValueWords();
  return useMemo(() => {
    const quiet = (text: string) => (
      <span className={classes.quiet}>
        <Marked text={text} search={q} />
      </span>
    );
    const text = (key: Offered, width: string, hideBelow: number, read: (contact: Contact) => string) => ({
      key,
      header: t(`columns.${key}`),
      width,
      hideBelow,
      cell: (contact: Contact) => quiet(read(contact)),
    });
    const figures = (key: Offered, hideBelow: number, read: (contact: Contact) => string) => ({
      key,
      header: t(`columns.${key}`),
      width: "112px",
      hideBelow,
      cell: (contact: Contact) => <span className={`${classes.quiet} figures`}>{read(contact)}</span>,
    });
    const all: Record<Offered, Column<Contact>> = {
      name: { key: "name", header: t("columns.name"), width: "minmax(200px, 1.4fr)", cell: nameCell(q) },
      email: {
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
      phone: {
        key: "phone",
        header: t("columns.phone"),
        width: "124px",
        cell: (contact) => (
          <span className="figures">{contact.phone ? format.phone(contact.phone) : contact.phone_typed}</span>
        ),
      },
      city: text("city", "minmax(100px, 0.7fr)", 760, (contact) => contact.city),
      postcode: figures("postcode", 700, (contact) => contact.postcode),
      country: text("country", "minmax(80px, 0.5fr)", 860, (contact) => contact.country),
      street: text("street", "minmax(140px, 1fr)", 860, (contact) => contact.street),
      civility: text("civility", "72px", 700, (contact) => contact.civility),
      reference: text("reference", "minmax(88px, 0.5fr)", 700, (contact) => contact.reference),
      birthdate: figures("birthdate", 700, (contact) =>
        contact.birthdate ? format.date(Date.parse(contact.birthdate)) : "",
      ),
      tags: {
        key: "tags",
        header: t("columns.tags"),
        width: "minmax(120px, 1fr)",
        hideBelow: 820,
        cell: (contact) => (
          <span className={classes.tagCell}>
            {contact.tags.map((tag) => (
              <Chip key={tag}>{tag}</Chip>
            ))}
          </span>
        ),
      },
      created: figures("created", 700, (contact) => format.date(contact.created_at)),
      updated: figures("updated", 700, (contact) => format.date(contact.updated_at)),
    };
    const own = new Map<string, Column<Contact>>(
      customs.map((field) => [field.key, customColumn(field, words, q)]),
    );
    return chosen.flatMap((key) => {
      const column = (all as Record<string, Column<Contact>>)[key] ?? own.get(key);
      return column ? [column] : [];
    });
  }, [t, format, q, chosen, customs, words]);
}

const nameCell = (q: string) => (contact: Contact) => (
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
);

function customColumn(
  field: Field,
  words: (field: Field, value: string) => string,
  q: string,
): Column<Contact> {
  const numeric = field.kind === "number" || field.kind === "date";
  return {
    key: field.key,
    header: fieldName(field),
    width: numeric ? "112px" : "minmax(100px, 0.7fr)",
    hideBelow: 700,
    ...(field.kind === "number" ? { align: "end" as const } : {}),
    cell: (contact) => (
      <span className={numeric ? `${classes.quiet} figures` : classes.quiet}>
        <Marked text={words(field, contact.custom[bareKey(field)] ?? "")} search={q} />
      </span>
    ),
  };
}
