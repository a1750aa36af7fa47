// Tabs that carry their count, so that the sums can be checked at a glance.
import { type KeyboardEvent, type ReactNode, useRef } from "react";
import { useFormat } from "@/lib/useFormat";
import classes from "./CountTabs.module.css";

export interface CountTab<K extends string> {
  key: K;
  label: string;
  count?: number | undefined;
}

interface CountTabListProps<K extends string> {
  label: string;
  tabs: CountTab<K>[];
  value: K;
  onChange: (key: K) => void;
  /** The panel's id, for `aria-controls`. */
  panel: string;
  /** For a row that lays its tabs out itself. */
  className?: string | undefined;
}

/** The tabs alone. */
export function CountTabList<K extends string>({
  label,
  tabs,
  value,
  onChange,
  panel,
  className = classes.tabs,
}: CountTabListProps<K>) {
  const format = useFormat();
  const row = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const index = tabs.findIndex((tab) => tab.key === value);
    const next = tabs[(index + step + tabs.length) % tabs.length];
    if (!next) return;
    onChange(next.key);
    row.current?.querySelector<HTMLElement>(`[data-key="${next.key}"]`)?.focus();
  };
  return (
    <div className={className} role="tablist" aria-label={label} ref={row} onKeyDown={onKeyDown}>
      {tabs.map((tab) => (
        <button
          key={tab.key}
          type="button"
          role="tab"
          data-key={tab.key}
          className={classes.tab}
          aria-selected={tab.key === value}
          aria-controls={panel}
          tabIndex={tab.key === value ? 0 : -1}
          onClick={() => onChange(tab.key)}
        >
          {tab.label}{" "}
          {tab.count === undefined ? null : <span className={classes.count}>{format.number(tab.count)}</span>}
        </button>
      ))}
    </div>
  );
}

interface CountTabsProps<K extends string> extends Omit<CountTabListProps<K>, "className"> {
  aside?: ReactNode;
}

/** The tabs in their bar, with room at its end. */
export function CountTabs<K extends string>({ aside, ...tabs }: CountTabsProps<K>) {
  return (
    <div className={classes.bar}>
      <CountTabList {...tabs} />
      {aside ? <div className={classes.aside}>{aside}</div> : null}
    </div>
  );
}
