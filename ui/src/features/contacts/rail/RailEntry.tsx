// One line of the rail: a name that narrows the list, how many it holds, and what can be done with it.
import { Menu } from "@mantine/core";
import { IconDots, IconPencil, IconTrash } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/design/IconButton";
import { icon } from "@/design/icon";
import { useFormat } from "@/lib/useFormat";
import type { ContactsSearch } from "../search";
import { Naming } from "./Naming";
import classes from "./Rail.module.css";

interface RailEntryProps {
  name: string;
  count?: number | null | undefined;
  to?: "/contacts" | "/contacts/suppressions" | "/contacts/duplicates";
  search?: ContactsSearch;
  active: boolean;
  /** Resolves to whether the name was taken. */
  onRename?: (name: string) => Promise<boolean>;
  onRemove?: () => void;
  /** Further lines of the menu, above the loss. */
  acts?: ReactNode;
}

export function RailEntry({
  name,
  count,
  to = "/contacts",
  search = {},
  active,
  onRename,
  onRemove,
  acts,
}: RailEntryProps) {
  const { t } = useTranslation("contacts");
  const format = useFormat();
  const [naming, setNaming] = useState(false);
  if (naming && onRename) {
    return (
      <li>
        <Naming
          label={t("rail.newName", { name })}
          value={name}
          onName={onRename}
          onEnd={() => setNaming(false)}
        />
      </li>
    );
  }
  return (
    <li className={classes.item}>
      <Link
        to={to}
        search={search}
        activeOptions={{ exact: true, includeSearch: true }}
        className={classes.entry}
        aria-current={active ? "page" : undefined}
      >
        <span className="one-line">{name}</span>{" "}
        <span className={classes.count}>{count == null ? null : format.number(count)}</span>
      </Link>
      {onRename || onRemove ? (
        <Menu returnFocus={false}>
          <Menu.Target>
            <IconButton label={t("rail.acts", { name })} size={24} className={classes.menu ?? ""}>
              <IconDots {...icon} />
            </IconButton>
          </Menu.Target>
          <Menu.Dropdown>
            {acts}
            {onRename ? (
              <Menu.Item leftSection={<IconPencil {...icon} />} onClick={() => setNaming(true)}>
                {t("rail.rename")}
              </Menu.Item>
            ) : null}
            {onRemove ? (
              <Menu.Item data-danger leftSection={<IconTrash {...icon} />} onClick={onRemove}>
                {t("rail.remove")}
              </Menu.Item>
            ) : null}
          </Menu.Dropdown>
        </Menu>
      ) : null}
    </li>
  );
}
