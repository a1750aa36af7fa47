// The chained ledger: days, entries, and the line that joins their hashes. One stop of the Tab key, arrows inside.
import { useElementSize, useMergedRef } from "@mantine/hooks";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useId, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { icon } from "@/design/icon";
import { useTableKeys } from "@/design/useTableKeys";
import { useFormat } from "@/lib/useFormat";
import classes from "./Ledger.module.css";
import { type EntryLine, ledgerLines, shortHash } from "./ledger";
import type { AuditEntry } from "./queries";
import { actorSign, signOf, useAuditWords } from "./words";

interface LedgerProps {
  entries: readonly AuditEntry[];
  total: number | null;
  /** Nothing more comes after these entries. */
  whole: boolean;
  /** The newest entry of the log stands first: no filter hides it. */
  newestFirst: boolean;
  loading: boolean;
  openSeq: number | undefined;
  onOpen: (seq: number) => void;
  onClose: () => void;
  onEndReached: () => void;
  empty: ReactNode;
}

const ROW = 36;
const LIST_ROW = 56;
const LIST_BELOW = 620;

export function Ledger(props: LedgerProps) {
  const { t } = useTranslation("audit");
  const { entries, onEndReached } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const { ref: sizeRef, width } = useElementSize<HTMLDivElement>();
  const id = useId();
  const [active, setActive] = useState(0);
  const lines = useMemo(() => ledgerLines(entries, props.whole), [entries, props.whole]);
  const asList = width > 0 && width < LIST_BELOW;
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (asList && lines[index]?.kind === "entry" ? LIST_ROW : ROW),
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const last = items[items.length - 1]?.index ?? -1;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the measured heights are stale when the form changes
  useEffect(() => virtual.measure(), [asList, lines]);
  useEffect(() => {
    if (last >= lines.length - 20) onEndReached();
  }, [last, lines.length, onEndReached]);
  const show = (index: number) => {
    const at = lines.findIndex((line) => line.kind === "entry" && line.index === index);
    if (at >= 0) virtual.scrollToIndex(at, { align: "auto" });
  };
  const openIndex = entries.findIndex((entry) => entry.seq === props.openSeq);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another open entry moves the list
  useEffect(() => {
    if (openIndex < 0) return;
    setActive(openIndex);
    show(openIndex);
  }, [openIndex]);
  const keys = useTableKeys({
    count: entries.length,
    page: Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / ROW) - 2),
    active,
    isOpen: props.openSeq !== undefined,
    move: (index) => {
      setActive(index);
      show(index);
    },
    open: (index) => {
      const entry = entries[index];
      if (entry) props.onOpen(entry.seq);
    },
    close: props.onClose,
    toggle: () => {},
  });
  return (
    <div className={classes.frame} data-list={asList} data-medium={width > 0 && width < 860}>
      <div
        ref={useMergedRef(scroller, sizeRef)}
        className={classes.scroller}
        role="grid"
        aria-label={t("table")}
        aria-rowcount={props.total == null ? -1 : props.total + 1}
        aria-busy={props.loading ? true : undefined}
        aria-activedescendant={entries.length > 0 ? `${id}-${active}` : undefined}
        tabIndex={0}
        onKeyDown={keys}
        data-table
      >
        <Head asList={asList} />
        {entries.length === 0 && !props.loading ? (
          <div role="row">
            <div role="gridcell">{props.empty}</div>
          </div>
        ) : null}
        {entries.length === 0 && props.loading ? <Placeholders /> : null}
        <div role="rowgroup" className={classes.body} style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const line = lines[item.index];
            if (!line) return null;
            const place = { height: item.size, transform: `translateY(${item.start}px)` };
            if (line.kind === "day") {
              return (
                <Day key={line.key} at={line.at} count={line.count} place={place} first={item.index === 0} />
              );
            }
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the grid hears the keys for its rows
              <div
                key={line.key}
                id={`${id}-${line.index}`}
                role="row"
                aria-rowindex={line.index + 2}
                aria-selected={line.entry.seq === props.openSeq}
                className={classes.row}
                data-open={line.entry.seq === props.openSeq}
                data-active={line.index === active}
                style={place}
                onClick={() => {
                  setActive(line.index);
                  props.onOpen(line.entry.seq);
                }}
              >
                <Cells line={line} asList={asList} newest={props.newestFirst && line.index === 0} />
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

function Head({ asList }: { asList: boolean }) {
  const { t } = useTranslation("audit");
  const columns = asList
    ? (["action"] as const)
    : (["seq", "time", "actor", "action", "object", "hash"] as const);
  return (
    <div className={classes.head} role="row">
      {columns.map((column) => (
        <div key={column} role="columnheader" data-column={column}>
          {t(`columns.${column}`)}
        </div>
      ))}
    </div>
  );
}

interface DayProps {
  at: number;
  count: number;
  first: boolean;
  place: { height: number; transform: string };
}

function Day({ at, count, place, first }: DayProps) {
  const { t } = useTranslation("audit");
  const format = useFormat();
  return (
    <div className={classes.day} role="row" style={place} data-first={first}>
      <div role="gridcell">
        <strong>{format.longDate(at)}</strong>
        <span className={classes.dayCount}>{t("dayCount", { count })}</span>
      </div>
      <span className={classes.thread} aria-hidden />
    </div>
  );
}

function Cells({ line, asList, newest }: { line: EntryLine; asList: boolean; newest: boolean }) {
  const format = useFormat();
  const words = useAuditWords();
  const { entry } = line;
  const ActorSign = actorSign(entry.actor);
  const ActionSign = signOf(entry.action);
  const object = words.object(entry);
  const chain = (
    <div
      role="gridcell"
      className={classes.chain}
      data-column="hash"
      data-joined={line.joined}
      data-last={line.last}
    >
      <span className={classes.knot} data-newest={newest} aria-hidden />
      {shortHash(entry.hash)}
    </div>
  );
  if (asList) {
    return (
      <>
        <div role="gridcell" className={classes.listCell}>
          <span className={classes.listTop}>
            <span className="one-line">{words.action(entry.action)}</span>
            <span className={classes.quiet}>{format.clock(entry.at)}</span>
          </span>
          <span className={`${classes.quiet} one-line`}>
            {[words.actor(entry.actor), object].filter(Boolean).join(" · ")}
          </span>
        </div>
        {chain}
      </>
    );
  }
  return (
    <>
      <div role="gridcell" className={classes.quiet} data-column="seq">
        {format.number(entry.seq)}
      </div>
      <div role="gridcell" className="figures" data-column="time">
        {format.exactClock(entry.at)}
      </div>
      <div role="gridcell" className={classes.withSign} data-column="actor">
        <span className={classes.face} data-person={entry.actor.startsWith("person:")}>
          <ActorSign {...icon} size={13} />
        </span>
        <span className="one-line">{words.actor(entry.actor)}</span>
      </div>
      <div role="gridcell" className={classes.withSign} data-column="action">
        <ActionSign {...icon} className={classes.sign} />
        <span className="one-line">{words.action(entry.action)}</span>
      </div>
      <div role="gridcell" className={`${classes.object} one-line`} data-column="object">
        {object}
      </div>
      {chain}
    </>
  );
}

const LINES = Array.from({ length: 10 }, (_, index) => `line-${index}`);

function Placeholders() {
  return (
    <div aria-hidden className={classes.placeholders}>
      {LINES.map((key, index) => (
        <span key={key} style={{ width: `${50 + ((index * 23) % 40)}%` }} />
      ))}
    </div>
  );
}
