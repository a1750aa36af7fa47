// One condition as a sentence: the field, the question, the value.
import { Select } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { type RuleProps, useRule } from "react-querybuilder";
import { IconButton } from "@/design/IconButton";
import { icon } from "@/design/icon";
import classes from "./Builder.module.css";
import { lastOf, useGroup, Word } from "./Group";
import { firstValue, valueKind } from "./rule";
import { type AskedField, PART_ORDER } from "./useSegmentFields";
import { Value } from "./Value";

export function Row(props: RuleProps) {
  const { t } = useTranslation("segments");
  const row = useRule(props);
  const { fresh } = useGroup();
  const frame = useRef<HTMLDivElement>(null);
  const fields = row.context as readonly AskedField[];
  const { field: key, operator, value } = row.rule;
  const field = fields.find((known) => known.key === key);
  const kind = valueKind(field?.kind ?? "text", operator);
  const offered = useMemo(
    () =>
      PART_ORDER.map((part) => ({
        group: t(`part.${part}`),
        items: fields.filter((known) => known.part === part).map(({ key, label }) => ({ value: key, label })),
      })).filter(({ items }) => items.length > 0),
    [fields, t],
  );
  useEffect(() => {
    if (!fresh.current) return;
    fresh.current = false;
    frame.current?.querySelector<HTMLInputElement>("input")?.focus();
  }, [fresh]);
  const ask = (next: string) => {
    const nextKind = valueKind(field?.kind ?? "text", next);
    row.actions.onPropChange("operator", next, row.path);
    if (nextKind !== kind) row.actions.onPropChange("value", firstValue(nextKind), row.path);
  };
  const remove = () => {
    const rows = [
      ...(frame.current?.closest("[data-builder]")?.querySelectorAll<HTMLElement>("[data-row]") ?? []),
    ];
    const at = rows.indexOf(frame.current as HTMLElement);
    const next = rows[at + 1] ?? rows[at - 1];
    const add = frame.current?.closest("[data-builder]")?.querySelector<HTMLElement>("[data-add]");
    row.removeRule();
    // The focus stays in the rule: on the neighbour, else on the way to begin again.
    (next?.querySelector<HTMLElement>("input") ?? add)?.focus();
  };
  return (
    <div
      ref={frame}
      className={classes.row}
      role="group"
      aria-label={t("condition", { index: lastOf(row.path) + 1 })}
      data-row
    >
      <span className={classes.lead}>
        <Word index={lastOf(row.path)} />
      </span>
      <Select
        className={classes.field ?? ""}
        aria-label={t("fieldLabel")}
        data={offered}
        value={key}
        onChange={(next) => next && row.onChangeField(next)}
        searchable
        selectFirstOptionOnChange
        nothingFoundMessage={t("noField")}
        maxDropdownHeight={320}
      />
      <Select
        className={classes.operator ?? ""}
        aria-label={t("operatorLabel")}
        data={field?.operators.map(({ key, label }) => ({ value: key, label })) ?? []}
        value={operator}
        onChange={(next) => next && ask(next)}
        maxDropdownHeight={320}
      />
      <div className={classes.value}>
        <Value field={field} kind={kind} value={value} onChange={(next) => row.onChangeValue(next)} />
      </div>
      <IconButton label={t("removeCondition")} onClick={remove}>
        <IconX {...icon} />
      </IconButton>
    </div>
  );
}
