// The side bar: firm, search, rooms, and the work under way. On a phone it is a bar at the bottom.
import { Tooltip } from "@mantine/core";
import {
  IconLayoutSidebarLeftCollapse,
  IconLayoutSidebarLeftExpand,
  IconLock,
  IconSearch,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useHome } from "@/api/home";
import { IconButton } from "@/design/IconButton";
import { icon, iconLarge } from "@/design/icon";
import { keyNames } from "@/design/Keys";
import { Logo } from "@/design/Logo";
import { LOCK_KEYS } from "@/lib/shortcuts";
import { lockNow } from "../lockNow";
import { openPalette } from "../palette/early";
import { BottomBar } from "./BottomBar";
import { JobTray } from "./JobTray";
import { PlaceLink } from "./PlaceLink";
import { type Place, places } from "./places";
import classes from "./SideBar.module.css";

interface SideBarProps {
  firm: string;
  form: "wide" | "narrow" | "bottom";
  onToggle: (() => void) | undefined;
}

export function SideBar({ firm, form, onToggle }: SideBarProps) {
  const { t } = useTranslation("common");
  const home = useHome();
  const waiting = home.data?.todo.length ?? 0;
  const narrow = form !== "wide";
  const item = (place: Place) => (
    <PlaceLink key={place.key} place={place} narrow={narrow} count={place.key === "home" ? waiting : 0} />
  );
  const rooms = places.filter((place) => place.key !== "settings");
  const settings = places.filter((place) => place.key === "settings");

  if (form === "bottom") return <BottomBar waiting={waiting} />;
  return (
    <aside className={classes.side} data-narrow={narrow} aria-label={t("shell.side")}>
      <div className={classes.firm}>
        <Logo />
        {narrow ? null : <span className={`${classes.firmName} one-line`}>{firm || "Sellify"}</span>}
        {onToggle && !narrow ? (
          <IconButton label={t("shell.collapse")} onClick={onToggle}>
            <IconLayoutSidebarLeftCollapse {...icon} />
          </IconButton>
        ) : null}
      </div>
      {narrow ? (
        <Tooltip label={t("shell.search")} position="right">
          <button
            type="button"
            className={classes.iconEntry}
            onClick={() => openPalette()}
            aria-label={t("shell.search")}
          >
            <IconSearch {...iconLarge} />
          </button>
        </Tooltip>
      ) : (
        <button type="button" className={classes.search} onClick={() => openPalette()}>
          <IconSearch {...icon} />
          <span>{t("shell.search")}</span>
          <span className={classes.searchKeys}>{keyNames("mod+k").join(" ")}</span>
        </button>
      )}
      <nav aria-label={t("shell.rooms")} className={classes.nav}>
        <ul>{rooms.map(item)}</ul>
        <ul className={classes.low}>
          {narrow && onToggle ? (
            <li>
              <Tooltip label={t("shell.expand")} position="right">
                <button
                  type="button"
                  className={classes.iconEntry}
                  onClick={onToggle}
                  aria-label={t("shell.expand")}
                >
                  <IconLayoutSidebarLeftExpand {...iconLarge} />
                </button>
              </Tooltip>
            </li>
          ) : null}
          {settings.map(item)}
        </ul>
      </nav>
      <JobTray narrow={narrow} />
      <Foot narrow={narrow} />
    </aside>
  );
}

/** How the vault stands, and the way to close it. */
function Foot({ narrow }: { narrow: boolean }) {
  const { t } = useTranslation("common");
  return (
    <div className={classes.foot}>
      {narrow ? null : <span className={classes.footText}>{t("shell.open")}</span>}
      <IconButton
        label={t("shell.lock")}
        keys={keyNames(LOCK_KEYS).join(" ")}
        onClick={() => void lockNow()}
        size={narrow ? 36 : 28}
      >
        <IconLock {...(narrow ? iconLarge : icon)} />
      </IconButton>
    </div>
  );
}
