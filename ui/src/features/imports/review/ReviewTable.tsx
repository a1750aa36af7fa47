// Rows of any number, each of which opens under itself. One stop of the Tab key, arrows inside, Enter opens.
import { useElementSize, useMergedRef } from "@mantine/hooks";
import { IconChevronDown } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { icon } from "@/design/icon";
import type { ReviewRow } from "../contract";
import classes from "./ReviewTable.module.css";

export interface ReviewColumn {
  key: string;
  header: ReactNode;
  /** A CSS grid track. */
  width: string;
  cell: (row: ReviewRow) => ReactNode;
  align?: "end";
  hideBelow?: number;
}

interface ReviewTableProps {
  label: string;
  rows: readonly ReviewRow[];
  total: number | null;
  columns: ReviewColumn[];
  listItem: (row: ReviewRow) => ReactNode;
  /** What a row shows when it is open; the tracks are those of the table's own columns. */
  detail: (row: ReviewRow, asList: boolean) => ReactNode;
  onEndReached: () => void;
  loading: boolean;
  empty: ReactNode;
  /** Under the last row. */
  foot?: ReactNode;
}

const ROW = 36;
const LIST_ROW = 56;
const LIST_BELOW = 620;
const CHEVRON = "20px";
const PLACEHOLDERS = Array.from({ length: 10 }, (_, index) => `placeholder-${index}`);

export function ReviewTable(props: ReviewTableProps) {
  const { rows, onEndReached } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const { ref: sizeRef, width } = useElementSize<HTMLDivElement>();
  const frame = useMergedRef(scroller, sizeRef);
  const id = useId();
  const [active, setActive] = useState(0);
  const [open, setOpen] = useState<number | null>(null);
  const asList = width > 0 && width < LIST_BELOW;
  const height = asList ? LIST_ROW : ROW;
  const shown = props.columns.filter(({ hideBelow }) => !hideBelow || width === 0 || width >= hideBelow);
  const tracks = [...(asList ? ["minmax(0, 1fr)"] : shown.map((column) => column.width)), CHEVRON].join(" ");
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    getItemKey: (index) => rows[index]?.line ?? index,
    overscan: 10,
  });
  const items = virtual.getVirtualItems();
  const last = items[items.length - 1]?.index ?? -1;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the measured heights are stale when the form changes
  useEffect(() => virtual.measure(), [height]);
  useEffect(() => {
    if (last >= rows.length - 20) onEndReached();
  }, [last, rows.length, onEndReached]);

  const toggle = (index: number) => {
    const line = rows[index]?.line;
    setActive(index);
    setOpen((before) => (line === undefined || before === line ? null : line));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey || rows.length === 0) return;
    // Controls inside an open row keep their own keys; Escape brings the person back to the row.
    if (event.target !== event.currentTarget) {
      if (event.key === "Escape" && !event.defaultPrevented) {
        event.preventDefault();
        setOpen(null);
        scroller.current?.focus();
      }
      return;
    }
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / height) - 1);
    const move = (index: number) => {
      const target = Math.min(rows.length - 1, Math.max(0, index));
      setActive(target);
      virtual.scrollToIndex(target, { align: "auto" });
    };
    const isOpen = rows[active]?.line === open;
    const acts = new Map<string, () => void>([
      ["ArrowDown", () => move(active + 1)],
      ["ArrowUp", () => move(active - 1)],
      ["PageDown", () => move(active + page)],
      ["PageUp", () => move(active - page)],
      ["Home", () => move(0)],
      ["End", () => move(rows.length - 1)],
      ["Enter", () => toggle(active)],
      [" ", () => toggle(active)],
      ["ArrowRight", () => (isOpen ? undefined : toggle(active))],
      ["ArrowLeft", () => (isOpen ? toggle(active) : undefined)],
      ["Escape", () => setOpen(null)],
    ]);
    const act = acts.get(event.key);
    if (!act) return;
    event.preventDefault();
    act();
  };

  return (
    <div
      ref={frame}
      className={classes.scroller}
      role="treegrid"
      aria-label={props.label}
      aria-rowcount={props.total === null ? -1 : props.total + 1}
      aria-busy={props.loading}
      aria-activedescendant={rows.length > 0 ? `${id}-${active}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      data-table
    >
      <div className={classes.head} data-list={asList} role="row" style={{ gridTemplateColumns: tracks }}>
        {(asList ? shown.slice(0, 1) : shown).map((column) => (
          <div key={column.key} role="columnheader" className={classes.cell} data-align={column.align}>
            {column.header}
          </div>
        ))}
      </div>
      {rows.length === 0 ? (
        props.loading ? (
          <Placeholders />
        ) : (
          <div role="row">
            <div role="gridcell">{props.empty}</div>
          </div>
        )
      ) : null}
      <div role="rowgroup" className={classes.body} style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index] as ReviewRow;
          const isOpen = row.line === open;
          return (
            <div
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              role="presentation"
              className={classes.item}
              data-open={isOpen}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              {/* biome-ignore lint/a11y/useKeyWithClickEvents: the grid hears the keys for its rows */}
              <div
                id={`${id}-${item.index}`}
                role="row"
                aria-level={1}
                aria-expanded={isOpen}
                aria-rowindex={item.index + 2}
                className={classes.row}
                data-active={item.index === active}
                style={{ gridTemplateColumns: tracks, minHeight: height }}
                onClick={() => toggle(item.index)}
              >
                {asList ? (
                  <div role="gridcell" className={classes.cell}>
                    {props.listItem(row)}
                  </div>
                ) : (
                  shown.map((column) => (
                    <div key={column.key} role="gridcell" className={classes.cell} data-align={column.align}>
                      {column.cell(row)}
                    </div>
                  ))
                )}
                <span className={classes.chevron} aria-hidden>
                  <IconChevronDown {...icon} />
                </span>
              </div>
              {isOpen ? (
                <div role="row" aria-level={2} className={classes.detail}>
                  <div role="gridcell">{props.detail(row, asList)}</div>
                </div>
              ) : null}
            </div>
          );
        })}
      </div>
      {props.foot}
    </div>
  );
}

function Placeholders() {
  return (
    <div aria-hidden className={classes.placeholders}>
      {PLACEHOLDERS.map((key, index) => (
        <div key={key} className={classes.placeholder}>
          <span style={{ width: `${30 + ((index * 17) % 40)}%` }} />
        </div>
      ))}
    </div>
  );
}
