// Choosing rows as in a mail program: Ctrl takes one more, Shift takes the range from where the choice began.
import { useRef } from "react";
import type { Selection } from "./useSelection";

interface Modifiers {
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
}

export function useRangeChoice<T>(
  rows: readonly T[],
  rowKey: (row: T) => string,
  selection: Selection | undefined,
) {
  /** Where the range begins, and what was chosen before it. */
  const anchor = useRef<{ key: string; before: readonly string[] } | null>(null);

  const toggle = (index: number) => {
    const row = rows[index];
    if (row === undefined || !selection) return;
    const key = rowKey(row);
    anchor.current = { key, before: selection.has(key) ? [] : selection.keys };
    selection.toggle(key);
  };

  /** `from` counts where no range has begun yet: the row in hand. */
  const extend = (index: number, from: number) => {
    if (!selection) return;
    const start = rows.findIndex((row) => rowKey(row) === anchor.current?.key);
    const first = start < 0 ? from : start;
    const firstRow = rows[first];
    if (firstRow === undefined) return;
    if (start < 0) anchor.current = { key: rowKey(firstRow), before: selection.keys };
    const range = rows.slice(Math.min(first, index), Math.max(first, index) + 1).map(rowKey);
    // What was let go of since, or belonged to another list, does not come back.
    const before = (anchor.current?.before ?? []).filter(selection.has);
    selection.replace([...before, ...range]);
  };

  /** Whether the click was a choice rather than an opening. */
  const click = (index: number, from: number, keys: Modifiers): boolean => {
    if (!selection) return false;
    if (keys.shiftKey) extend(index, from);
    else if (keys.ctrlKey || keys.metaKey) toggle(index);
    else return false;
    return true;
  };

  return { toggle, extend, click };
}
