// What a condition compares with, in the form that its question reads.
import { MultiSelect, NumberInput, Select, TagsInput, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useFormat } from "@/lib/useFormat";
import classes from "./Builder.module.css";
import type { ValueKind } from "./rule";
import type { AskedField } from "./useSegmentFields";

interface ValueProps {
  field: AskedField | undefined;
  kind: ValueKind;
  value: unknown;
  onChange: (value: unknown) => void;
}

const text = (value: unknown) => (value === null || value === undefined ? "" : String(value));
const list = (value: unknown): string[] => (Array.isArray(value) ? value.map(text) : []);
const MONTHS = Array.from({ length: 12 }, (_, index) => index + 1);
const STANDINGS = ["granted", "refused", "unknown"] as const;

export function Value({ field, kind, value, onChange }: ValueProps) {
  const { t, i18n } = useTranslation("segments");
  const label = t("valueLabel");
  const days = kind === "days" || kind === "day";
  switch (kind) {
    case "none":
      return null;
    case "texts":
    case "ids":
      return <Several field={field} value={list(value)} onChange={onChange} label={label} />;
    case "number":
      return <Figure label={label} value={value} onChange={onChange} />;
    case "count":
      return (
        <span className={classes.pair}>
          <Figure label={label} value={value} onChange={onChange} whole />
          <span className={classes.unit}>{t("days", { count: Number(value) || 0 })}</span>
        </span>
      );
    case "numbers":
    case "days": {
      const [from = "", to = ""] = list(value);
      const Part = days ? Day : Figure;
      return (
        <span className={classes.pair}>
          <Part label={t("from")} value={from} onChange={(next) => onChange([next, to])} />
          <span className={classes.unit}>{t("and")}</span>
          <Part label={t("to")} value={to} onChange={(next) => onChange([from, next])} />
        </span>
      );
    }
    case "day":
      return <Day label={label} value={value} onChange={onChange} />;
    case "month":
      return (
        <Select
          aria-label={label}
          data={MONTHS.map((month) => ({
            value: String(month),
            label: new Intl.DateTimeFormat(i18n.language, { month: "long" }).format(
              new Date(2026, month - 1, 1),
            ),
          }))}
          value={text(value)}
          onChange={(month) => month && onChange(Number(month))}
        />
      );
    case "standing":
      return (
        <Select
          aria-label={label}
          data={STANDINGS.map((standing) => ({ value: standing, label: t(`standing.${standing}`) }))}
          value={text(value)}
          onChange={onChange}
        />
      );
    case "id":
      return field?.kind === "import" ? (
        <OneImport label={label} value={text(value)} onChange={onChange} />
      ) : (
        <OneCampaign label={label} value={text(value)} onChange={onChange} />
      );
    default:
      return (
        <TextInput
          aria-label={label}
          placeholder={t(field?.kind === "domain" ? "domainPlaceholder" : "textPlaceholder")}
          value={text(value)}
          maxLength={200}
          autoComplete="off"
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
}

interface PartProps {
  label: string;
  value: unknown;
  onChange: (value: unknown) => void;
}

function Day({ label, value, onChange }: PartProps) {
  return (
    <TextInput
      type="date"
      aria-label={label}
      value={text(value)}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function Figure({ label, value, onChange, whole = false }: PartProps & { whole?: boolean }) {
  const { i18n } = useTranslation();
  return (
    <NumberInput
      className={classes.figure ?? ""}
      aria-label={label}
      value={value === "" || value === null || value === undefined ? "" : Number(value)}
      onChange={onChange}
      decimalSeparator={i18n.language === "en" ? "." : ","}
      allowedDecimalSeparators={[",", "."]}
      {...(whole ? { allowDecimal: false, min: 0, max: 3660, clampBehavior: "strict" as const } : {})}
    />
  );
}

type SeveralProps = Omit<PartProps, "value"> & { field: AskedField | undefined; value: string[] };

function Several({ field, label, value, onChange }: SeveralProps) {
  const { t } = useTranslation("segments");
  const format = useFormat();
  const tags = api.useQuery("get", "/api/tags", {}, { enabled: field?.kind === "tags" });
  const groups = api.useQuery("get", "/api/groups", {}, { enabled: field?.kind === "groups" });
  if (field?.kind === "text") {
    return (
      <TagsInput
        aria-label={label}
        placeholder={value.length === 0 ? t("textsPlaceholder") : ""}
        value={value}
        onChange={onChange}
        splitChars={[",", ";"]}
      />
    );
  }
  const named =
    field?.kind === "tags"
      ? (tags.data ?? []).map(({ name, count }) => ({ value: name, label: name, count }))
      : field?.kind === "groups"
        ? (groups.data ?? []).map(({ id, name, count }) => ({ value: id, label: name, count }))
        : (field?.options ?? []).map((option) => ({ value: option, label: option, count: null }));
  // What was renamed or deleted since stays visible, so that it can be taken out.
  const lost = value
    .filter((chosen) => !named.some((known) => known.value === chosen))
    .map((chosen) => ({
      value: chosen,
      label: field?.kind === "groups" ? t("goneGroup") : chosen,
      count: null,
    }));
  const counts = new Map(named.map((item) => [item.value, item.count]));
  return (
    <MultiSelect
      aria-label={label}
      placeholder={value.length === 0 ? t("choosePlaceholder") : ""}
      data={[...named, ...lost].map(({ value, label }) => ({ value, label }))}
      value={value}
      onChange={onChange}
      searchable
      hidePickedOptions
      nothingFoundMessage={t("nothingFound")}
      renderOption={({ option }) => (
        <span className={classes.option}>
          <span className="one-line">{option.label}</span>
          <span className={classes.unit}>
            {counts.get(option.value) == null ? null : format.number(counts.get(option.value) ?? 0)}
          </span>
        </span>
      )}
    />
  );
}

function OneCampaign({ label, value, onChange }: PartProps) {
  const { t } = useTranslation("segments");
  const campaigns = api.useQuery("get", "/api/campaigns");
  return (
    <Select
      aria-label={label}
      placeholder={t("campaignPlaceholder")}
      data={(campaigns.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      value={text(value) || null}
      onChange={onChange}
      searchable
      nothingFoundMessage={t("nothingFound")}
    />
  );
}

function OneImport({ label, value, onChange }: PartProps) {
  const { t } = useTranslation("segments");
  const format = useFormat();
  const imports = api.useQuery("get", "/api/imports");
  return (
    <Select
      aria-label={label}
      placeholder={t("importPlaceholder")}
      data={(imports.data?.items ?? []).map(({ id, file_name, started_at }) => ({
        value: id,
        label: `${file_name}, ${format.date(started_at)}`,
      }))}
      value={text(value) || null}
      onChange={onChange}
      searchable
      nothingFoundMessage={t("nothingFound")}
    />
  );
}
