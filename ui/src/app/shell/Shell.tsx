// The frame around every screen: side bar, content, palette, shortcuts, files dropped anywhere.
import { useMediaQuery } from "@mantine/hooks";
import { useMatches } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { EraseDialog } from "@/features/contacts/person/EraseDialog";
import { useRotationNews } from "@/features/settings/security/useRotationNews";
import { Palette } from "../palette/Palette";
import { ShortcutSheet } from "../palette/ShortcutSheet";
import { Banners } from "./Banners";
import { DropAnywhere } from "./DropAnywhere";
import { useGlobalCommands } from "./globalCommands";
import classes from "./Shell.module.css";
import { SideBar } from "./SideBar";

const COLLAPSED = "sellify.side-collapsed";

export function Shell({ firm, children }: { firm: string; children: ReactNode }) {
  const { t } = useTranslation("common");
  const [collapsed, setCollapsed] = useState(() => localStorage.getItem(COLLAPSED) === "1");
  const [help, setHelp] = useState(false);
  const fullPage = useMatches({ select: (matches) => matches.some((match) => match.staticData.narrowSide) });
  const tight = useMediaQuery("(max-width: 1000px)", false, { getInitialValueInEffect: false });
  const phone = useMediaQuery("(max-width: 640px)", false, { getInitialValueInEffect: false });
  const narrow = collapsed || fullPage || tight;

  const toggle = () => {
    localStorage.setItem(COLLAPSED, collapsed ? "0" : "1");
    setCollapsed(!collapsed);
  };
  useRotationNews();
  useGlobalCommands({ onToggleSide: toggle, onHelp: () => setHelp(true) });

  return (
    <div className={classes.shell} data-phone={phone}>
      <a href="#content" className={classes.skip}>
        {t("shell.skip")}
      </a>
      <SideBar
        firm={firm}
        form={phone ? "bottom" : narrow ? "narrow" : "wide"}
        onToggle={fullPage || tight ? undefined : toggle}
      />
      <main id="content" tabIndex={-1} className={classes.content}>
        <Banners />
        <div className={classes.screen}>{children}</div>
      </main>
      <Palette />
      <ShortcutSheet opened={help} onClose={() => setHelp(false)} />
      <DropAnywhere />
      <EraseDialog />
    </div>
  );
}
