// New, known already, rejected: three tabs whose counts add up, and the parts of what is known.
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { CountTabList } from "@/design/CountTabs";
import { useFormat } from "@/lib/useFormat";
import type { Import } from "../contract";
import { KNOWN_PARTS, type KnownPart, REVIEW_TABS, type ReviewTab } from "../search";
import classes from "./Review.module.css";
import { countOf, partCount } from "./rules";

interface ReviewTabsProps {
  counts: Import["counts"];
  tab: ReviewTab;
  part: KnownPart | undefined;
  panel: string;
  onTab: (tab: ReviewTab, part?: KnownPart) => void;
  /** The search field, at the end of the row. */
  children: ReactNode;
}

export function ReviewTabs({ counts, tab, part, panel, onTab, children }: ReviewTabsProps) {
  const { t } = useTranslation("imports");
  const format = useFormat();
  const parts = KNOWN_PARTS.filter((key) => partCount(counts, key) > 0);
  return (
    <div className={classes.tabBar}>
      <CountTabList
        className={classes.tabs}
        label={t("tabs.label")}
        tabs={REVIEW_TABS.map((key) => ({ key, label: t(`tabs.${key}`), count: countOf(counts, key) }))}
        value={tab}
        onChange={(key) => onTab(key)}
        panel={panel}
      />
      {parts.length > 0 ? (
        <div className={classes.parts} role="group" aria-label={t("tabs.parts")}>
          <span className={classes.partsWord}>{t("tabs.ofWhich")}</span>
          {parts.map((key) => (
            <button
              key={key}
              type="button"
              className={classes.part}
              aria-pressed={tab === "known" && part === key}
              onClick={() => onTab("known", tab === "known" && part === key ? undefined : key)}
            >
              {t(`tabs.${key}`)}{" "}
              <span className={classes.count}>{format.number(partCount(counts, key))}</span>
            </button>
          ))}
        </div>
      ) : null}
      {children}
      <p className={classes.sum}>{t("tabs.sum", { rows: format.number(counts.rows) })}</p>
    </div>
  );
}
