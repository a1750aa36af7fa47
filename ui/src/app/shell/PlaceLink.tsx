// One room in the side bar: icon, name, and how much waits in it.
import { Tooltip } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { icon, iconLarge } from "@/design/icon";
import { useFormat } from "@/lib/useFormat";
import type { Place } from "./places";
import classes from "./SideBar.module.css";

export function PlaceLink({ place, narrow, count }: { place: Place; narrow: boolean; count: number }) {
  const { t } = useTranslation("common");
  const format = useFormat();
  const Icon = place.icon;
  const label = t(`places.${place.key}`);
  const link = (
    <Link
      to={place.to}
      className={classes.entry}
      activeOptions={{ exact: place.exact, includeSearch: false }}
      aria-label={narrow ? (count ? `${label}, ${t("shell.waiting", { count })}` : label) : undefined}
    >
      <Icon {...(narrow ? iconLarge : icon)} size={narrow ? 20 : 18} />
      <span className={classes.entryLabel}>{label}</span>
      {count > 0 ? (
        <span className={classes.count}>
          {narrow ? null : format.number(count)}
          {narrow ? null : <span className="only-heard"> {t("shell.waiting", { count })}</span>}
        </span>
      ) : null}
    </Link>
  );
  return (
    <li>
      {narrow ? (
        <Tooltip label={label} position="right">
          {link}
        </Tooltip>
      ) : (
        link
      )}
    </li>
  );
}
