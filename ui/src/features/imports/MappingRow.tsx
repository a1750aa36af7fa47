// One column of the file: name, samples, field, confidence; its question opens under it.
import { type ComboboxItem, Select } from "@mantine/core";
import { IconArrowRight, IconX } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { icon } from "@/design/icon";
import { StatusIcon } from "@/design/StatusIcon";
import { useFormat } from "@/lib/useFormat";
import classes from "./Columns.module.css";
import { fieldIcon } from "./fieldIcons";
import { type Confidence, confidenceOf, customKey } from "./mapping";
import { PhoneQuestion } from "./PhoneQuestion";
import type { Inspection, Wizard } from "./useWizard";

type Column = Inspection["columns"][number];
const IGNORE = "ignore";

interface MappingRowProps {
  column: Column;
  field: string | null;
  wizard: Wizard;
  onChange: (field: string | null) => void;
}

export function MappingRow({ column, field, wizard, onChange }: MappingRowProps) {
  const { t } = useTranslation("imports");
  const name = column.header || t("columns.unnamed", { number: column.index + 1 });
  const choices = useFieldChoices(column, name, field);
  const Face = fieldIcon(field);
  const confidence = confidenceOf(column, field, wizard.mapping);
  const ignored = field === null;
  return (
    <div className={classes.mappingGroup} role="rowgroup">
      <div className={classes.mappingRow} role="row" data-ignored={ignored}>
        <span role="cell" className={`${classes.columnName} one-line`} title={name}>
          {name}
        </span>
        <span role="cell" className={classes.samples}>
          {[0, 1, 2].map((at) => (
            <span key={at} className="one-line">
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
            data={choices}
            value={field ?? IGNORE}
            onChange={(value) => onChange(value === null || value === IGNORE ? null : value)}
            leftSection={<Face {...icon} />}
            renderOption={({ option }) => <FieldOption option={option} />}
            searchable
            maxDropdownHeight={320}
            classNames={{ input: classes.fieldInput ?? "" }}
          />
        </span>
        <span role="cell" className={classes.confidence} data-confidence={confidence}>
          <ConfidenceWords confidence={confidence} column={column} />
        </span>
      </div>
      {field === "phone" ? <PhoneQuestion samples={column.samples} wizard={wizard} /> : null}
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

function useFieldChoices(column: Column, name: string, field: string | null) {
  const { t, i18n } = useTranslation(["imports", "contacts"]);
  const fields = api.useQuery("get", "/api/fields");
  return useMemo(() => {
    const known = fields.data ?? [];
    const label = (key: string) => {
      const code = `contacts:field.${key}`;
      return i18n.exists(code)
        ? (i18n.t(code as never) as string)
        : key.replace("custom:", "").replaceAll("_", " ");
    };
    const own = known.filter(({ custom }) => custom).map(({ key }) => ({ value: key, label: label(key) }));
    const key = field?.startsWith("custom:") ? field : customKey(column.header, column.index);
    const create = own.some(({ value }) => value === key)
      ? []
      : [{ value: key, label: t("columns.create", { name }) }];
    return [
      {
        group: t("columns.groupStandard"),
        items: known
          .filter(({ custom }) => !custom)
          .map(({ key: value }) => ({ value, label: label(value) })),
      },
      ...(own.length > 0 ? [{ group: t("columns.groupOwn"), items: own }] : []),
      { group: t("columns.groupOther"), items: [...create, { value: IGNORE, label: t("columns.ignore") }] },
    ];
  }, [fields.data, column, name, field, t, i18n]);
}

function ConfidenceWords({ confidence, column }: { confidence: Confidence; column: Column }) {
  const { t } = useTranslation("imports");
  const format = useFormat();
  if (confidence === "ignored") {
    return column.samples.length === 0 ? <span className={classes.wide}>{t("columns.none")}</span> : null;
  }
  const asks = confidence === "check" || confidence === "twice";
  const measured = confidence === "sure" || confidence === "likely" || confidence === "check";
  return (
    <>
      <span className={classes.confidenceMark} aria-hidden>
        {asks ? (
          <StatusIcon status="asks" />
        ) : measured ? (
          <span className={classes.bar}>
            <span style={{ width: `${column.confidence * 100}%` }} />
          </span>
        ) : null}
      </span>
      <span className={classes.confidenceWord}>{t(`columns.${confidence}`)}</span>
      {measured ? <span className={classes.percent}>{format.percent(column.confidence)}</span> : null}
    </>
  );
}
