// Contacts as a file: which kind, which columns, how many, and that it will not be encrypted.
import { Button, Checkbox, Radio, Stack } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { errorWords } from "@/api/errors";
import { Dialog } from "@/design/Dialog";
import { Notice } from "@/design/Notice";
import { fieldName, useCustomFields } from "../customFields";
import type { ContactQuery } from "../filter";
import classes from "./ExportDialog.module.css";
import { type ExportFormat, FORMATS, useExport } from "./useExport";

const STANDARD = [
  "civility",
  "first_name",
  "last_name",
  "email",
  "phone",
  "company",
  "street",
  "postcode",
  "city",
  "country",
  "birthdate",
  "reference",
  "notes",
  "tags",
  "consent_email",
  "consent_whats_app",
  "consent_phone",
  "consent_post",
] as const;

interface ExportDialogProps {
  /** Whom, as the list of contacts was asked; null: closed. */
  query: ContactQuery | null;
  onClose: () => void;
}

export function ExportDialog({ query, onClose }: ExportDialogProps) {
  const { t } = useTranslation("export");
  return (
    <Dialog opened={query !== null} onClose={onClose} title={t("title")} size="lg">
      {query ? <ExportForm query={query} onSaved={onClose} /> : null}
    </Dialog>
  );
}

function useColumnsToChoose(): { key: string; label: string }[] {
  const { t } = useTranslation("export");
  const own = useCustomFields();
  return [
    ...STANDARD.map((word) => ({ key: word.replace("consent_", "consent:"), label: t(`field.${word}`) })),
    ...own.map((field) => ({ key: field.key, label: fieldName(field) })),
  ];
}

function ExportForm({ query, onSaved }: { query: ContactQuery; onSaved: () => void }) {
  const { t } = useTranslation("export");
  const [format, setFormat] = useState<ExportFormat>("french_excel");
  const [columns, setColumns] = useState<string[] | null>(null);
  const offered = useColumnsToChoose();
  const count = api.useQuery("get", "/api/contacts", { params: { query: { ...query, limit: 1 } } });
  const { run, busy, failure } = useExport(onSaved);
  const total = count.data?.total ?? null;
  const nobody = total === 0;
  // In the order of the file, whatever the order of the clicks.
  const inOrder = columns && offered.map(({ key }) => key).filter((key) => columns.includes(key));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void run({ query, format, columns: inOrder });
      }}
    >
      <Stack gap="md">
        {failure ? <Notice tone="red">{failure}</Notice> : null}
        {count.error ? <Notice tone="red">{errorWords(count.error)}</Notice> : null}
        <Radio.Group
          label={t("format")}
          value={format}
          onChange={(value) => setFormat(value as ExportFormat)}
        >
          <Stack gap="xs" mt={4}>
            {FORMATS.map((kind) => (
              <Radio key={kind} value={kind} label={t(`formats.${kind}`)} description={t(`help.${kind}`)} />
            ))}
          </Stack>
        </Radio.Group>
        <Radio.Group
          label={t("columns")}
          value={columns ? "chosen" : "all"}
          onChange={(value) => setColumns(value === "all" ? null : offered.map(({ key }) => key))}
        >
          <Stack gap="xs" mt={4}>
            <Radio value="all" label={t("allColumns")} description={t("allColumnsHelp")} />
            <Radio value="chosen" label={t("chosenColumns")} />
          </Stack>
        </Radio.Group>
        {columns ? (
          <Checkbox.Group value={columns} onChange={setColumns} aria-label={t("chosenColumns")}>
            <div className={classes.columns}>
              {offered.map(({ key, label }) => (
                <Checkbox key={key} value={key} label={label} />
              ))}
            </div>
          </Checkbox.Group>
        ) : null}
        <Notice tone="amber">{t("plainFile")}</Notice>
        <Button type="submit" variant="filled" loading={busy} disabled={nobody || columns?.length === 0}>
          {nobody ? t("nobody") : total === null ? t("run") : t("runCount", { count: total })}
        </Button>
      </Stack>
    </form>
  );
}
