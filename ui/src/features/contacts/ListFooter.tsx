// Under the table: where the eye is, the order, the columns, the export.
import { Button, Menu } from "@mantine/core";
import { IconAdjustments, IconCheck, IconDownload, IconSortDescending } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { icon } from "@/design/icon";
import { useFormat } from "@/lib/useFormat";
import { ColumnMenu } from "./ColumnMenu";
import classes from "./Contacts.module.css";
import { type ContactSort, type ContactsSearch, SORTS } from "./search";

interface ListFooterProps {
  range: [number, number];
  total: number | null;
  search: ContactsSearch;
  columns: readonly string[];
  onSort: (sort: ContactSort | undefined) => void;
  onColumns: (columns: string[]) => void;
  onExport: () => void;
}

export function ListFooter({ range, total, search, columns, onSort, onColumns, onExport }: ListFooterProps) {
  const { t } = useTranslation("contacts");
  const format = useFormat();
  const sort = search.sort ?? "name";
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
            <Menu.RadioItem
              key={known}
              value={known}
              checked={known === sort}
              checkIcon={<IconCheck {...icon} />}
              closeMenuOnClick
              onChange={() => onSort(known === "name" ? undefined : known)}
            >
              {t(`sort.${known}`)}
            </Menu.RadioItem>
          ))}
        </Menu.Dropdown>
      </Menu>
      <ColumnMenu columns={columns} onColumns={onColumns}>
        <Button
          variant="subtle"
          size="sm"
          className={classes.columnsAct ?? ""}
          leftSection={<IconAdjustments {...icon} />}
        >
          {t("columns.label")}
        </Button>
      </ColumnMenu>
      <Button
        variant="subtle"
        size="sm"
        leftSection={<IconDownload {...icon} />}
        disabled={!total}
        onClick={onExport}
      >
        {t("export.label")}
      </Button>
    </footer>
  );
}
