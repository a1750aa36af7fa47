// The export: one file that an auditor can check without the vault, with or without the details.
import { Button, Menu } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { fetchBytes } from "@/api/client";
import { errorWords } from "@/api/errors";
import { icon } from "@/design/icon";
import { toast } from "@/design/toast";
import { platform } from "@/platform";
import { useExportCount } from "./queries";

export function ExportButton({ from }: { from: number | undefined }) {
  const { t } = useTranslation("audit");
  const count = useExportCount(from);
  const [busy, setBusy] = useState(false);
  const take = async (withoutDetails: boolean) => {
    const query = new URLSearchParams();
    if (from !== undefined) query.set("from", String(from));
    if (withoutDetails) query.set("without_details", "true");
    setBusy(true);
    try {
      const bytes = await fetchBytes(`/api/audit/export?${query}`);
      if (await platform.saveFile(t("export.file"), bytes, "application/x-tar")) toast.done(t("export.done"));
    } catch (error) {
      toast.failed(errorWords(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button leftSection={<IconDownload {...icon} />} disabled={!count} loading={busy}>
          {count ? t("export.act", { count }) : t("export.nothing")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("export.label")}</Menu.Label>
        <Menu.Item onClick={() => void take(false)}>{t("export.full")}</Menu.Item>
        <Menu.Item onClick={() => void take(true)}>{t("export.bare")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
