// The first rows of the file as the contacts they would become.
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { type Column, DataTable } from "@/design/DataTable";
import { EmptyState } from "@/design/EmptyState";
import { contactOf, exampleNumber } from "./mapping";
import type { Inspection, Mapping } from "./useWizard";
import classes from "./Wizard.module.css";

interface NewRow {
  line: number;
  contact: Record<string, string>;
}

const WIDE = ["email", "full_name", "company", "street"];
const ORDER = [
  "last_name",
  "first_name",
  "full_name",
  "company",
  "email",
  "phone",
  "postcode",
  "city",
  "reference",
];
const SHOWN = 7;

interface NewRowsProps {
  inspection: Inspection;
  mapping: Mapping;
  count: number;
  country: string;
}

export function NewRows({ inspection, mapping, count, country }: NewRowsProps) {
  const { t, i18n } = useTranslation(["imports", "contacts"]);
  const rows = useMemo<NewRow[]>(
    () =>
      inspection.preview.map((row, index) => ({
        line: inspection.header_line + index + (inspection.has_header ? 1 : 0),
        contact: contactOf(row, mapping),
      })),
    [inspection, mapping],
  );
  const columns = useMemo<Column<NewRow>[]>(() => {
    const fields = ORDER.filter((field) => mapping.includes(field)).slice(0, SHOWN);
    return [
      {
        key: "line",
        header: t("rejects.line"),
        width: "56px",
        align: "end",
        cell: (row) => <span className={classes.quiet}>{row.line}</span>,
      },
      ...fields.map((field, index) => ({
        key: field,
        header: i18n.t(`contacts:field.${field}` as never) as string,
        width: WIDE.includes(field) ? "minmax(140px, 1.6fr)" : "minmax(96px, 1fr)",
        ...(index > 2 ? { hideBelow: 420 + index * 110 } : {}),
        cell: (row: NewRow) => {
          const value = row.contact[field] ?? "";
          return field === "phone" && value ? exampleNumber(value, country) : value;
        },
      })),
    ];
  }, [mapping, country, t, i18n]);
  if (count === 0) return <EmptyState title={t("review.createdNone")} />;
  return (
    <div className={classes.tablePanel}>
      <p className={classes.lead}>{t("review.created")}</p>
      <DataTable
        label={t("tabs.created")}
        rows={rows}
        total={rows.length}
        rowKey={(row) => String(row.line)}
        rowLabel={(row) => String(row.line)}
        columns={columns}
      />
    </div>
  );
}
