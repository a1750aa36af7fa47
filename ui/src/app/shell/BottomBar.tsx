// On a phone the rooms stand at the bottom: the four that are used most, and the rest behind one button.
import { Menu } from "@mantine/core";
import { IconDots, IconLock } from "@tabler/icons-react";
import { useLocation, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { icon, iconLarge } from "@/design/icon";
import { lockNow } from "../lockNow";
import { JobTray } from "./JobTray";
import { PlaceLink } from "./PlaceLink";
import { places } from "./places";
import classes from "./SideBar.module.css";

const SHOWN = 4;

export function BottomBar({ waiting }: { waiting: number }) {
  const { t } = useTranslation("common");
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const rest = places.slice(SHOWN);
  const inside = rest.some((place) => pathname.startsWith(place.to));
  return (
    <nav className={classes.bottom} aria-label={t("shell.rooms")}>
      <JobTray narrow />
      <ul className={classes.bottomList}>
        {places.slice(0, SHOWN).map((place) => (
          <PlaceLink key={place.key} place={place} narrow count={place.key === "home" ? waiting : 0} />
        ))}
        <li>
          <Menu position="top-end" offset={8} withinPortal={false}>
            <Menu.Target>
              <button type="button" className={classes.entry} aria-current={inside ? "page" : undefined}>
                <IconDots {...iconLarge} />
                <span className={classes.entryLabel}>{t("shell.more")}</span>
              </button>
            </Menu.Target>
            <Menu.Dropdown>
              {rest.map(({ key, to, icon: Icon }) => (
                <Menu.Item key={key} leftSection={<Icon {...icon} />} onClick={() => void navigate({ to })}>
                  {t(`places.${key}`)}
                </Menu.Item>
              ))}
              <Menu.Divider />
              <Menu.Item leftSection={<IconLock {...icon} />} onClick={() => void lockNow()}>
                {t("shell.lock")}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </li>
      </ul>
    </nav>
  );
}
