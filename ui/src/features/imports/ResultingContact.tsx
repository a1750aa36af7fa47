// The contact that a row would give, live, and what to know about the mapping.
import { Checkbox, TagsInput } from "@mantine/core";
import { IconCheck, IconChevronLeft, IconChevronRight, IconEyeOff } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { Avatar } from "@/design/Avatar";
import { IconButton } from "@/design/IconButton";
import { icon } from "@/design/icon";
import { KeyValue } from "@/design/KeyValue";
import { StatusIcon } from "@/design/StatusIcon";
import { useFormat } from "@/lib/useFormat";
import classes from "./Columns.module.css";
import { confidenceOf, contactOf, exampleNumber } from "./mapping";
import type { Inspection, Wizard } from "./useWizard";

const IN_HEADING = ["first_name", "last_name", "full_name", "civility", "reference"];

export function ResultingContact({ wizard, inspection }: { wizard: Wizard; inspection: Inspection }) {
  const { t, i18n } = useTranslation(["imports", "contacts"]);
  const format = useFormat();
  const [at, setAt] = useState(0);
  const contact = contactOf(inspection.preview[at] ?? [], wizard.mapping);
  const name =
    `${contact.first_name ?? ""} ${contact.last_name ?? ""}`.trim() ||
    contact.full_name ||
    contact.company ||
    "";
  const under = [contact.civility, contact.reference].filter(Boolean).join(", ");
  const label = (key: string) => {
    const code = `contacts:field.${key}`;
    return i18n.exists(code)
      ? (i18n.t(code as never) as string)
      : key.replace("custom:", "").replaceAll("_", " ");
  };
  const lines = Object.entries(contact).filter(([key]) => !IN_HEADING.includes(key));
  return (
    <aside className={classes.result} aria-label={t("preview.title")}>
      <div className={classes.resultBar}>
        <h2 className={classes.resultTitle}>{t("preview.title")}</h2>
        <IconButton size={24} label={t("preview.previous")} disabled={at === 0} onClick={() => setAt(at - 1)}>
          <IconChevronLeft {...icon} />
        </IconButton>
        <span className={classes.resultLine}>{t("preview.line", { line: format.number(at + 1) })}</span>
        <IconButton
          size={24}
          label={t("preview.next")}
          disabled={at >= inspection.preview.length - 1}
          onClick={() => setAt(at + 1)}
        >
          <IconChevronRight {...icon} />
        </IconButton>
      </div>
      <div className={classes.resultBody}>
        {Object.keys(contact).length === 0 ? (
          <p className={classes.quiet}>{t("preview.empty")}</p>
        ) : (
          <>
            <div className={classes.resultHead}>
              <Avatar name={name || "?"} />
              <div>
                <p className={classes.resultName}>{name || t("preview.nameless")}</p>
                {under ? <p className={classes.quiet}>{under}</p> : null}
              </div>
            </div>
            <KeyValue
              items={lines.map(([key, value]) => ({
                key,
                label: label(key),
                value: key === "phone" ? exampleNumber(value, wizard.country) : value,
              }))}
            />
          </>
        )}
      </div>
      <Facts wizard={wizard} inspection={inspection} />
      <TagsForAll wizard={wizard} />
    </aside>
  );
}

function Facts({ wizard, inspection }: { wizard: Wizard; inspection: Inspection }) {
  const { t } = useTranslation("imports");
  const { mapping } = wizard;
  const nameOf = (index: number) =>
    inspection.columns[index]?.header || t("columns.unnamed", { number: index + 1 });
  const linked = mapping.filter((field) => field !== null).length;
  const left = mapping.flatMap((field, index) => (field === null ? [nameOf(index)] : []));
  const asking = inspection.columns
    .filter((column) =>
      ["check", "twice"].includes(confidenceOf(column, mapping[column.index] ?? null, mapping)),
    )
    .map((column) => nameOf(column.index));
  return (
    <ul className={classes.facts}>
      <li>
        <IconCheck {...icon} />
        {t("preview.known", { count: linked, of: mapping.length })}
      </li>
      {asking.length > 0 ? (
        <li>
          <StatusIcon status="asks" />
          {t("preview.check", { columns: asking.join(", ") })}
        </li>
      ) : null}
      {left.length > 0 ? (
        <li>
          <IconEyeOff {...icon} />
          {t("preview.left", { columns: left.join(", ") })}
        </li>
      ) : null}
      {mapping.includes("email") ? null : (
        <li>
          <StatusIcon status="asks" />
          {t("preview.noEmail")}
        </li>
      )}
      {mapping.includes("phone") ? (
        <li>
          <Checkbox
            label={t("preview.acceptPhone")}
            checked={wizard.choices.acceptPhoneOnly}
            onChange={(event) => wizard.change({ acceptPhoneOnly: event.currentTarget.checked })}
          />
        </li>
      ) : null}
    </ul>
  );
}

function TagsForAll({ wizard }: { wizard: Wizard }) {
  const { t } = useTranslation("imports");
  const tags = api.useQuery("get", "/api/tags");
  return (
    <div className={classes.tagsForAll}>
      <TagsInput
        label={t("preview.tags")}
        description={t("preview.tagsHelp")}
        data={tags.data?.map(({ name }) => name) ?? []}
        value={wizard.choices.tags}
        onChange={(chosen) => wizard.change({ tags: chosen })}
        acceptValueOnBlur
      />
    </div>
  );
}
