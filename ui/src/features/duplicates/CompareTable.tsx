// The comparison: a line a field, a column a contact, and at the end what the contact will say.
import { IconArrowRight } from "@tabler/icons-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { Contact } from "@/api/types";
import { Avatar } from "@/design/Avatar";
import { icon } from "@/design/icon";
import { Keys } from "@/design/Keys";
import { type EditedField, fieldText, useCustomFields } from "@/features/contacts";
import { useFormat } from "@/lib/useFormat";
import classes from "./Compare.module.css";
import { type Choices, type CompareRow, onlySpelling, winner } from "./rows";

interface CompareTableProps {
  contacts: readonly Contact[];
  rows: readonly CompareRow[];
  keep: string;
  choices: Choices;
  /** The contact as it will be; absent until the server has said so. */
  result: Contact | undefined;
  onKeep: (id: string) => void;
  onChoose: (key: string, from: string) => void;
}

export function CompareTable(props: CompareTableProps) {
  const { t } = useTranslation("duplicates");
  const { contacts, rows, keep, onKeep } = props;
  const group = useId();
  return (
    <table className={classes.table} style={{ "--contacts": contacts.length } as React.CSSProperties}>
      <caption className="only-heard">{t("compare.caption")}</caption>
      <thead>
        <tr>
          <th scope="col" className={classes.corner}>
            <span className="only-heard">{t("compare.field")}</span>
          </th>
          {contacts.map((contact, at) => (
            <ContactHead
              key={contact.id}
              contact={contact}
              number={at + 1}
              group={group}
              kept={contact.id === keep}
              onKeep={() => onKeep(contact.id)}
            />
          ))}
          <th scope="col" className={classes.after}>
            {t("compare.after")}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Line key={row.key} row={row} group={group} {...props} />
        ))}
      </tbody>
    </table>
  );
}

interface ContactHeadProps {
  contact: Contact;
  number: number;
  group: string;
  kept: boolean;
  onKeep: () => void;
}

function ContactHead({ contact, number, group, kept, onKeep }: ContactHeadProps) {
  const { t } = useTranslation("duplicates");
  const format = useFormat();
  return (
    <th scope="col" className={classes.person} data-kept={kept}>
      <label className={classes.personLabel}>
        <span className={classes.who}>
          <Avatar name={contact.display_name} size={28} />
          <span className={classes.whoWords}>
            <span className={`${classes.whoName} one-line`}>{contact.display_name}</span>
            <span className={`${classes.since} one-line`}>
              {t("compare.since", { date: format.recent(contact.created_at) })}
            </span>
          </span>
        </span>
        <span className={classes.keep}>
          <input
            type="radio"
            className={classes.radio}
            name={`${group}-keep`}
            checked={kept}
            onChange={onKeep}
            aria-label={t("compare.keepThis", { name: contact.display_name, number })}
          />
          <span>{kept ? t("compare.kept") : t("compare.keep")}</span>
          <Keys keys={String(number)} />
        </span>
      </label>
    </th>
  );
}

function useLabel(key: string): string {
  const { t } = useTranslation(["duplicates", "contacts"]);
  const customs = useCustomFields();
  if (key.startsWith("custom:")) {
    return customs.find((field) => field.key === key || `custom:${field.key}` === key)?.label ?? key.slice(7);
  }
  if (key === "notes" || key === "tags") return t(`compare.${key}`);
  return t(`contacts:field.${key as EditedField}`);
}

/** What the resulting contact says in this field. */
function textOf(contact: Contact, key: string): string {
  if (key.startsWith("custom:")) return contact.custom[key.slice(7)] ?? "";
  if (key === "notes") return contact.notes;
  if (key === "tags") return contact.tags.join(", ");
  return fieldText(contact, key as EditedField);
}

interface LineProps extends CompareTableProps {
  row: CompareRow;
  group: string;
}

function Line({ row, group, contacts, keep, choices, result, onChoose }: LineProps) {
  const { t } = useTranslation("duplicates");
  const format = useFormat();
  const label = useLabel(row.key);
  const stays = winner(row, contacts, keep, choices);
  const read = (value: string) => {
    if (row.key === "phone" && value.startsWith("+")) return format.phone(value);
    return value;
  };
  const spelling = onlySpelling(row.values);
  return (
    <tr data-differs={row.differs && !spelling}>
      <th scope="row" className={classes.field}>
        {label}
      </th>
      {contacts.map((contact, at) => {
        const value = row.values[at] ?? "";
        const wins = stays === contact.id;
        if (!row.differs || !value) {
          return (
            <td key={contact.id} className={classes.value} data-united={row.united}>
              {value ? read(value) : <span className={classes.empty}>{t("compare.empty")}</span>}
            </td>
          );
        }
        return (
          <td key={contact.id} className={classes.value}>
            <label className={classes.choice} data-wins={wins}>
              <input
                type="radio"
                className={classes.radio}
                name={`${group}-${row.key}`}
                checked={wins}
                onChange={() => onChoose(row.key, contact.id)}
                aria-label={t("compare.choose", { field: label, value: read(value) })}
              />
              <span>{read(value)}</span>
            </label>
          </td>
        );
      })}
      <td className={classes.after}>
        <span className={classes.outcome}>
          <span className={classes.arrow}>
            <IconArrowRight {...icon} size={14} />
          </span>
          <span>{result ? read(textOf(result, row.key)) : ""}</span>
        </span>
      </td>
    </tr>
  );
}
