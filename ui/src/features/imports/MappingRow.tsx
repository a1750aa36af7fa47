// One column of the file: name, samples, field, confidence; its questions open under it.
import { type ComboboxItem, Select } from "@mantine/core";
import { IconArrowRight, IconX } from "@tabler/icons-react";
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { icon } from "@/design/icon";
import { StatusIcon } from "@/design/StatusIcon";
import { useFormat } from "@/lib/useFormat";
import { ColumnMenu } from "./ColumnMenu";
import classes from "./Columns.module.css";
import type { InspectedColumn } from "./contract";
import { fieldIcon } from "./fieldIcons";
import { CONSENTS, STANDARD, useFieldLabel } from "./fields";
import { type Confidence, confidenceOf, customKey, isAsking } from "./mapping";
import type { Wizard } from "./useWizard";

const IGNORE = "ignore";

interface MappingRowProps {
  column: InspectedColumn;
  wizard: Wizard;
  nameOf: (index: number) => string;
  /** The questions of this column. */
  children: ReactNode;
}

export function MappingRow({ column, wizard, nameOf, children }: MappingRowProps) {
  const { t } = useTranslation("imports");
  const field = wizard.mapping[column.index] ?? null;
  const name = nameOf(column.index);
  const choices = useFieldChoices(column, name, field, wizard);
  const Face = fieldIcon(field);
  const open = isAsking(column.question, field, wizard.answers[column.index] ?? null);
  const confidence = open ? "check" : confidenceOf(column, field, wizard.mapping);
  const ignored = field === null;
  const choose = (value: string | null) => {
    const next = value === null || value === IGNORE ? null : value;
    wizard.mapColumn(column.index, next);
    const key = next?.startsWith("custom:") ? next.slice("custom:".length) : null;
    const exists = choices.own.includes(next ?? "");
    if (key && !exists && !wizard.newFields.some((own) => own.key === key)) {
      wizard.change({ newFields: [...wizard.choices.newFields, { key, label: name, kind: "text" }] });
    }
  };
  return (
    <div className={classes.mappingGroup} role="rowgroup">
      <div className={classes.mappingRow} role="row" data-ignored={ignored}>
        <span role="cell" className={`${classes.columnName} one-line`} title={name}>
          {name}
        </span>
        <span role="cell" className={classes.samples}>
          {[0, 1, 2].map((at) => (
            <span key={at} className="one-line" title={column.samples[at]}>
              {column.samples[at] ?? "—"}
            </span>
          ))}
        </span>
        <span className={classes.arrow} aria-hidden>
          {ignored ? <IconX {...icon} /> : <IconArrowRight {...icon} />}
        </span>
        <span role="cell">
          <Select
            aria-label={t("columns.target", { column: name })}
            data={choices.data}
            value={field ?? IGNORE}
            onChange={choose}
            leftSection={<Face {...icon} />}
            renderOption={({ option }) => <FieldOption option={option} />}
            searchable
            maxDropdownHeight={320}
            classNames={{ input: classes.fieldInput ?? "" }}
          />
        </span>
        <span role="cell" className={classes.confidence} data-confidence={confidence}>
          <ConfidenceWords confidence={confidence} column={column} />
          <ColumnMenu column={column} name={name} nameOf={nameOf} wizard={wizard} />
        </span>
      </div>
      {children}
    </div>
  );
}

function FieldOption({ option }: { option: ComboboxItem }) {
  const Face = fieldIcon(option.value === IGNORE ? null : option.value);
  return (
    <span className={classes.fieldOption}>
      <Face {...icon} />
      {option.label}
    </span>
  );
}

function useFieldChoices(column: InspectedColumn, name: string, field: string | null, wizard: Wizard) {
  const { t } = useTranslation("imports");
  const fields = api.useQuery("get", "/api/fields");
  const label = useFieldLabel(wizard.newFields);
  return useMemo(() => {
    const items = (keys: readonly string[]) => keys.map((value) => ({ value, label: label(value) }));
    const own = (fields.data ?? []).filter(({ custom }) => custom).map(({ key }) => key);
    const born = wizard.newFields.map(({ key }) => `custom:${key}`).filter((key) => !own.includes(key));
    const fresh = field?.startsWith("custom:") ? field : customKey(column.header, column.index);
    const create = [...own, ...born].includes(fresh)
      ? []
      : [{ value: fresh, label: t("columns.create", { name }) }];
    const data = [
      { group: t("columns.groupStandard"), items: items(STANDARD) },
      { group: t("columns.groupConsent"), items: items(CONSENTS) },
      {
        group: t("columns.groupOwn"),
        items: [
          ...items(own),
          ...items(born).map((item) => ({ ...item, label: t("columns.create", { name: item.label }) })),
        ],
      },
      { group: t("columns.groupOther"), items: [...create, { value: IGNORE, label: t("columns.ignore") }] },
    ].filter(({ items: all }) => all.length > 0);
    return { own, data };
  }, [fields.data, column, name, field, wizard.newFields, t, label]);
}

const WORDLESS: Confidence[] = ["ignored"];

function ConfidenceWords({ confidence, column }: { confidence: Confidence; column: InspectedColumn }) {
  const { t } = useTranslation("imports");
  const format = useFormat();
  if (WORDLESS.includes(confidence)) {
    return <span className={classes.wide}>{column.samples.length === 0 ? t("columns.none") : null}</span>;
  }
  const measured = confidence === "sure" || confidence === "likely" || confidence === "check";
  return (
    <>
      <span className={classes.confidenceMark} aria-hidden>
        {confidence === "check" ? (
          <StatusIcon status="asks" />
        ) : measured ? (
          <span className={classes.bar}>
            <span style={{ width: `${column.confidence * 100}%` }} />
          </span>
        ) : null}
      </span>
      <span className={classes.confidenceWord}>
        {t(`columns.${confidence as Exclude<Confidence, "ignored">}`)}
      </span>
      {measured ? <span className={classes.percent}>{format.percent(column.confidence)}</span> : null}
    </>
  );
}
