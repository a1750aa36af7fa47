// The list as a file: what is in sight of it, for Excel or for other programs.
import { Button, Menu } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { fetchBytes } from "@/api/client";
import { errorWords } from "@/api/errors";
import { icon } from "@/design/icon";
import { toast } from "@/design/toast";
import { platform } from "@/platform";
import type { SuppressionsSearch } from "./channels";

const FORMATS = ["french_excel", "plain"] as const;
type Format = (typeof FORMATS)[number];

interface ExportMenuProps {
  search: SuppressionsSearch;
  /** How many entries are in sight; null while nobody knows. */
  total: number | null;
}

/** The address of the file. */
export function exportPath(format: Format, search: SuppressionsSearch): string {
  const query = new URLSearchParams({ format });
  if (search.q) query.set("q", search.q);
  if (search.channel) query.set("channel", search.channel);
  return `/api/suppressions/export?${query}`;
}

export function ExportMenu({ search, total }: ExportMenuProps) {
  const { t } = useTranslation(["contacts", "export"]);
  const [busy, setBusy] = useState(false);
  const take = async (format: Format) => {
    setBusy(true);
    try {
      const bytes = await fetchBytes(exportPath(format, search));
      const name = t("suppressions.export.file");
      if (await platform.saveFile(name, bytes, "text/csv")) toast.done(t("export:done", { name }));
    } catch (error) {
      toast.failed(errorWords(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button leftSection={<IconDownload {...icon} />} loading={busy} disabled={!total}>
          {t("suppressions.export.act")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown maw={320}>
        <Menu.Label>{t("suppressions.export.label", { count: total ?? 0 })}</Menu.Label>
        {FORMATS.map((format) => (
          <Menu.Item key={format} onClick={() => void take(format)}>
            {t(`export:formats.${format}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
