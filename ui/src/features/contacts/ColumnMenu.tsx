// Which columns the table shows. Ticking keeps the menu open; the name is always there.
import { Menu } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { icon } from "@/design/icon";
import classes from "./Contacts.module.css";
import { useOfferedColumns } from "./columns";
import { ALWAYS, STANDARD } from "./useColumnChoice";

interface ColumnMenuProps {
  columns: readonly string[];
  onColumns: (columns: string[]) => void;
  children: ReactNode;
}

export function ColumnMenu({ columns, onColumns, children }: ColumnMenuProps) {
  const { t } = useTranslation("contacts");
  const offered = useOfferedColumns();
  const toggle = (key: string) => {
    const next = new Set(columns);
    if (!next.delete(key)) next.add(key);
    // The house's order, whatever the order of ticking.
    onColumns(offered.map((column) => column.key).filter((known) => next.has(known)));
  };
  return (
    <Menu closeOnItemClick={false} position="top-end">
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown className={classes.columnList ?? ""}>
        <Menu.Label>{t("columns.choose")}</Menu.Label>
        {offered.map(({ key, label }) => (
          <Menu.CheckboxItem
            key={key}
            checked={columns.includes(key)}
            checkIcon={<IconCheck {...icon} />}
            disabled={key === ALWAYS}
            onChange={() => toggle(key)}
          >
            {label}
          </Menu.CheckboxItem>
        ))}
        <Menu.Divider />
        <Menu.Item closeMenuOnClick onClick={() => onColumns([...STANDARD])}>
          {t("columns.standard")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
