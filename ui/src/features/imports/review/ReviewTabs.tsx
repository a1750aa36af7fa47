// New, known already, rejected: three tabs whose counts add up, and the parts of what is known.
import { type KeyboardEvent, type ReactNode, useRef } from "react";
import { useTranslation } from "react-i18next";
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
  const row = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = REVIEW_TABS.indexOf(tab) + step;
    const next = REVIEW_TABS[(at + REVIEW_TABS.length) % REVIEW_TABS.length];
    if (!next) return;
    onTab(next);
    row.current?.querySelector<HTMLElement>(`[data-key="${next}"]`)?.focus();
  };
  const parts = KNOWN_PARTS.filter((key) => partCount(counts, key) > 0);
  return (
    <div className={classes.tabBar}>
      <div
        className={classes.tabs}
        role="tablist"
        aria-label={t("tabs.label")}
        ref={row}
        onKeyDown={onKeyDown}
      >
        {REVIEW_TABS.map((key) => (
          <button
            key={key}
            type="button"
            role="tab"
            data-key={key}
            className={classes.tab}
            aria-selected={key === tab}
            aria-controls={panel}
            tabIndex={key === tab ? 0 : -1}
            onClick={() => onTab(key)}
          >
            {t(`tabs.${key}`)} <span className={classes.count}>{format.number(countOf(counts, key))}</span>
          </button>
        ))}
      </div>
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
