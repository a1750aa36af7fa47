// A table of any length: only the rows in sight exist. One stop of the Tab key, arrows inside, Enter opens.
import { Checkbox } from "@mantine/core";
import { useElementSize, useMergedRef } from "@mantine/hooks";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import classes from "./DataTable.module.css";
import { useRangeChoice } from "./useRangeChoice";
import type { Selection } from "./useSelection";
import { useTableKeys } from "./useTableKeys";

export interface Column<T> {
  key: string;
  header: ReactNode;
  /** A CSS grid track: `120px`, `minmax(160px, 2fr)`. */
  width: string;
  cell: (row: T) => ReactNode;
  align?: "end";
  /** The column goes when the table is narrower than this. */
  hideBelow?: number;
}

interface DataTableProps<T> {
  /** What the table holds, read aloud. */
  label: string;
  rows: readonly T[];
  /** Rows in the whole list, where known. */
  total?: number | null;
  rowKey: (row: T) => string;
  rowLabel: (row: T) => string;
  columns: Column<T>[];
  /** The row as a list entry of two lines, below 560 px. */
  listItem?: (row: T) => ReactNode;
  openKey?: string | null;
  onOpen?: (row: T) => void;
  onClose?: () => void;
  selection?: Selection;
  selectAllLabel?: string;
  onEndReached?: () => void;
  loading?: boolean;
  /** Shown instead of the rows when there are none. */
  empty?: ReactNode;
  onRange?: (first: number, last: number) => void;
  rowHeight?: number;
}

const ROW = 36;
const LIST_ROW = 56;
const LIST_BELOW = 560;
const PLACEHOLDERS = Array.from({ length: 12 }, (_, index) => `placeholder-${index}`);

export function DataTable<T>(props: DataTableProps<T>) {
  const { rows, rowKey, columns, selection, openKey = null, onEndReached, onRange } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const { ref: sizeRef, width } = useElementSize<HTMLDivElement>();
  const id = useId();
  const [active, setActive] = useState(0);
  const asList = props.listItem !== undefined && width > 0 && width < LIST_BELOW;
  const height = asList ? LIST_ROW : (props.rowHeight ?? ROW);
  const shown = columns.filter((column) => !column.hideBelow || width === 0 || width >= column.hideBelow);
  const tracks = [
    ...(selection ? ["16px"] : []),
    ...(asList ? ["minmax(0, 1fr)"] : shown.map((column) => column.width)),
  ].join(" ");

  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const last = items[items.length - 1]?.index ?? -1;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the measured heights are stale when the form changes
  useEffect(() => virtual.measure(), [height]);
  useEffect(() => {
    if (last >= rows.length - 20) onEndReached?.();
  }, [last, rows.length, onEndReached]);
  useEffect(() => {
    if (!onRange || last < 0) return;
    const top = scroller.current?.scrollTop ?? 0;
    const view = scroller.current?.clientHeight ?? 0;
    const from = Math.floor(top / height);
    onRange(from + 1, Math.min(rows.length, Math.max(from + 1, Math.floor((top + view - ROW) / height))));
  });
  const openIndex = openKey === null ? -1 : rows.findIndex((row) => rowKey(row) === openKey);
  useEffect(() => {
    if (openIndex < 0) return;
    setActive(openIndex);
    virtual.scrollToIndex(openIndex, { align: "auto" });
  }, [openIndex, virtual]);

  const choice = useRangeChoice(rows, rowKey, selection);
  const keys = useTableKeys({
    count: rows.length,
    page: Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / height) - 1),
    active,
    isOpen: openKey !== null,
    move: (index) => {
      setActive(index);
      virtual.scrollToIndex(index, { align: "auto" });
    },
    open: (index) => {
      const row = rows[index];
      if (row !== undefined) props.onOpen?.(row);
    },
    close: () => props.onClose?.(),
    toggle: choice.toggle,
    extend: (index) => {
      choice.extend(index, active);
      setActive(index);
      virtual.scrollToIndex(index, { align: "auto" });
    },
    everything: () => selection?.toggleEverything(),
  });

  return (
    <div className={classes.frame} data-list={asList}>
      <div
        ref={useMergedRef(scroller, sizeRef)}
        className={classes.scroller}
        role="grid"
        aria-label={props.label}
        aria-rowcount={props.total == null ? -1 : props.total + 1}
        aria-multiselectable={selection ? true : undefined}
        aria-busy={props.loading ? true : undefined}
        aria-activedescendant={rows.length > 0 ? `${id}-${active}` : undefined}
        tabIndex={0}
        onKeyDown={keys}
        data-table
      >
        <div className={classes.head} role="row" style={{ gridTemplateColumns: tracks }}>
          {selection ? (
            <div role="columnheader" className={classes.check}>
              <Checkbox
                aria-label={props.selectAllLabel ?? ""}
                checked={selection.everything}
                indeterminate={!selection.everything && selection.count > 0}
                onChange={selection.toggleEverything}
                disabled={rows.length === 0}
              />
            </div>
          ) : null}
          {asList ? (
            <div role="columnheader" className={classes.headCell}>
              {shown[0]?.header}
            </div>
          ) : (
            shown.map((column) => (
              <div
                key={column.key}
                role="columnheader"
                className={classes.headCell}
                data-align={column.align}
              >
                {column.header}
              </div>
            ))
          )}
        </div>
        {rows.length === 0 && !props.loading ? (
          <div role="row" className={classes.empty}>
            <div role="gridcell">{props.empty}</div>
          </div>
        ) : null}
        {rows.length === 0 && props.loading ? <Placeholders columns={shown.length} /> : null}
        <div role="rowgroup" className={classes.body} style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const row = rows[item.index] as T;
            const key = rowKey(row);
            const chosen = selection?.has(key) ?? false;
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the grid hears the keys for its rows
              <div
                key={key}
                id={`${id}-${item.index}`}
                role="row"
                aria-rowindex={item.index + 2}
                aria-selected={selection ? chosen : key === openKey}
                className={classes.row}
                data-open={key === openKey}
                data-active={item.index === active}
                data-chosen={chosen}
                style={{ gridTemplateColumns: tracks, height, transform: `translateY(${item.start}px)` }}
                onMouseDown={(event) => {
                  // A range chosen with Shift must not paint the text between as well.
                  if (event.shiftKey && selection) event.preventDefault();
                }}
                onClick={(event) => {
                  setActive(item.index);
                  if (!choice.click(item.index, active, event)) props.onOpen?.(row);
                }}
              >
                {selection ? (
                  // biome-ignore lint/a11y/useKeyWithClickEvents: as above
                  <div role="gridcell" className={classes.check} onClick={(event) => event.stopPropagation()}>
                    <Checkbox
                      tabIndex={-1}
                      aria-label={props.rowLabel(row)}
                      checked={chosen}
                      onChange={(event) => {
                        const { shiftKey } = event.nativeEvent as unknown as MouseEvent;
                        if (shiftKey) choice.extend(item.index, active);
                        else choice.toggle(item.index);
                        setActive(item.index);
                      }}
                    />
                  </div>
                ) : null}
                {asList ? (
                  <div role="gridcell" className={classes.cell}>
                    {props.listItem?.(row)}
                  </div>
                ) : (
                  shown.map((column) => (
                    <div key={column.key} role="gridcell" className={classes.cell} data-align={column.align}>
                      {column.cell(row)}
                    </div>
                  ))
                )}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

function Placeholders({ columns }: { columns: number }) {
  return (
    <div aria-hidden className={classes.placeholders}>
      {PLACEHOLDERS.map((key, row) => (
        <div key={key} className={classes.placeholder}>
          {PLACEHOLDERS.slice(0, columns).map((cell, index) => (
            <span key={cell} style={{ width: `${40 + ((row * 17 + index * 29) % 45)}%` }} />
          ))}
        </div>
      ))}
    </div>
  );
}
