// The keys of a table: arrows, page, ends, Enter, Space, Escape.
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
}

export function useTableKeys(table: TableKeys) {
  return (event: KeyboardEvent<HTMLElement>) => {
    // Controls inside the table keep their own keys.
    if (event.target !== event.currentTarget || table.count === 0) return;
    const go = (index: number) => {
      const target = Math.min(table.count - 1, Math.max(0, index));
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
      [" ", () => table.toggle(table.active)],
      ["Escape", table.close],
    ]);
    const act = acts.get(event.key);
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
}
