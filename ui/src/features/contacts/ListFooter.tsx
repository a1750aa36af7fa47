// Under the table: where the eye is, the order, the export.
import { Button, Menu } from "@mantine/core";
import { IconCheck, IconDownload, IconSortDescending } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { fetchBytes } from "@/api/client";
import { errorWords } from "@/api/errors";
import { icon } from "@/design/icon";
import { toast } from "@/design/toast";
import { useFormat } from "@/lib/useFormat";
import { platform } from "@/platform";
import classes from "./Contacts.module.css";
import { type ContactSort, type ContactsSearch, SORTS } from "./search";

interface ListFooterProps {
  range: [number, number];
  total: number | null;
  search: ContactsSearch;
  onSort: (sort: ContactSort | undefined) => void;
}

const FORMATS = ["french_excel", "plain"] as const;

export function ListFooter({ range, total, search, onSort }: ListFooterProps) {
  const { t } = useTranslation("contacts");
  const format = useFormat();
  const sort = search.sort ?? "name";
  const exportAs = async (kind: (typeof FORMATS)[number]) => {
    const query = new URLSearchParams({ format: kind });
    if (search.q) query.set("q", search.q);
    if (search.tag) query.set("tag", search.tag);
    try {
      const bytes = await fetchBytes(`/api/contacts/export?${query}`);
      if (await platform.saveFile(t("export.file"), bytes, "text/csv")) toast.done(t("export.done"));
    } catch (error) {
      toast.failed(errorWords(error));
    }
  };
  return (
    <footer className={classes.footer}>
      <span className={classes.range}>
        {total && range[1] > 0
          ? t("range", {
              from: format.number(Math.min(range[0], range[1])),
              to: format.number(range[1]),
              total: format.number(total),
            })
          : null}
      </span>
      <Menu>
        <Menu.Target>
          <Button variant="subtle" size="sm" leftSection={<IconSortDescending {...icon} />}>
            {t(`sort.${sort}`)}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t("sort.label")}</Menu.Label>
          {SORTS.map((known) => (
            <Menu.Item
              key={known}
              rightSection={known === sort ? <IconCheck {...icon} /> : null}
              onClick={() => onSort(known === "name" ? undefined : known)}
            >
              {t(`sort.${known}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Menu>
        <Menu.Target>
          <Button variant="subtle" size="sm" leftSection={<IconDownload {...icon} />} disabled={!total}>
            {t("export.label")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {FORMATS.map((kind) => (
            <Menu.Item key={kind} onClick={() => void exportAs(kind)}>
              {t(`export.${kind}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </footer>
  );
}
