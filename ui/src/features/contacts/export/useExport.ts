// Fetches the file and hands it to the platform, which saves it.
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { fetchBytes } from "@/api/client";
import { errorWords } from "@/api/errors";
import { toast } from "@/design/toast";
import { platform } from "@/platform";
import type { ContactQuery } from "../filter";

export const FORMATS = ["french_excel", "xlsx", "plain", "vcard"] as const;
export type ExportFormat = (typeof FORMATS)[number];

const FILES: Record<ExportFormat, { ending: string; mime: string }> = {
  french_excel: { ending: "csv", mime: "text/csv" },
  plain: { ending: "csv", mime: "text/csv" },
  xlsx: { ending: "xlsx", mime: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
  vcard: { ending: "vcf", mime: "text/vcard" },
};

export interface ExportOrder {
  query: ContactQuery;
  format: ExportFormat;
  /** Keys of fields; null: all of them. */
  columns: readonly string[] | null;
}

/** The address of the file. */
export function exportPath({ query, format, columns }: ExportOrder): string {
  const asked = new URLSearchParams({ format });
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== "") asked.set(key, String(value));
  }
  if (columns) asked.set("columns", columns.join(","));
  return `/api/contacts/export?${asked}`;
}

export function useExport(onSaved: () => void) {
  const { t } = useTranslation("export");
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const run = async (order: ExportOrder) => {
    setBusy(true);
    setFailure(null);
    try {
      const bytes = await fetchBytes(exportPath(order));
      const { ending, mime } = FILES[order.format];
      const name = `contacts.${ending}`;
      if (await platform.saveFile(name, bytes, mime)) {
        toast.done(t("done", { name }));
        onSaved();
      }
    } catch (error) {
      setFailure(errorWords(error));
    } finally {
      setBusy(false);
    }
  };
  return { run, busy, failure };
}
