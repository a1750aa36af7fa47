// The keys of a table: arrows, page, ends, Enter, Space, Escape; Shift chooses a range, Ctrl+A everything.
import type { KeyboardEvent } from "react";

interface TableKeys {
  count: number;
  /** Rows in sight, for Page Up and Page Down. */
  page: number;
  active: number;
  /** While a row is open beside the table, moving opens the next one. */
  isOpen: boolean;
  move: (index: number) => void;
  open: (index: number) => void;
  close: () => void;
  toggle: (index: number) => void;
  /** Chooses everything from where the choice began up to here. */
  extend?: (index: number) => void;
  everything?: () => void;
}

export function useTableKeys(table: TableKeys) {
  return (event: KeyboardEvent<HTMLElement>) => {
    // Controls inside the table keep their own keys.
    if (event.target !== event.currentTarget || table.count === 0) return;
    const go = (index: number) => {
      const target = Math.min(table.count - 1, Math.max(0, index));
      if (event.shiftKey && table.extend) {
        table.extend(target);
        return;
      }
      table.move(target);
      if (table.isOpen) table.open(target);
    };
    const acts = new Map([
      ["ArrowDown", () => go(table.active + 1)],
      ["ArrowUp", () => go(table.active - 1)],
      ["PageDown", () => go(table.active + table.page)],
      ["PageUp", () => go(table.active - table.page)],
      ["Home", () => go(0)],
      ["End", () => go(table.count - 1)],
      ["Enter", () => table.open(table.active)],
      [" ", () => (event.shiftKey && table.extend ? table.extend(table.active) : table.toggle(table.active))],
      ["Escape", table.close],
    ]);
    const chord = event.ctrlKey || event.metaKey;
    const act = chord ? (event.key === "a" ? table.everything : undefined) : acts.get(event.key);
    if (!act || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
}
