// The pairs, the likeliest first: who, why, and how likely.
import { useIntersection } from "@mantine/hooks";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Duplicate } from "@/api/types";
import { useFormat } from "@/lib/useFormat";
import classes from "./Duplicates.module.css";

interface PairListProps {
  pairs: readonly Duplicate[];
  total: number;
  current: string | undefined;
  onOpen: (id: string) => void;
  onEndReached: () => void;
}

export function PairList({ pairs, total, current, onOpen, onEndReached }: PairListProps) {
  const { t } = useTranslation("duplicates");
  const { ref: end, entry } = useIntersection();
  const reached = entry?.isIntersecting ?? false;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once each time the end comes into sight
  useEffect(() => {
    if (reached) onEndReached();
  }, [reached, pairs.length]);
  return (
    <nav className={classes.pairs} aria-label={t("pairs.label")}>
      <p className={classes.count}>{t("pairs.count", { count: total })}</p>
      <ul>
        {pairs.map((pair) => (
          <PairItem key={pair.id} pair={pair} current={pair.id === current} onOpen={onOpen} />
        ))}
      </ul>
      <div ref={end} className={classes.end} />
    </nav>
  );
}

interface PairItemProps {
  pair: Duplicate;
  current: boolean;
  onOpen: (id: string) => void;
}

function PairItem({ pair, current, onOpen }: PairItemProps) {
  const { t } = useTranslation("duplicates");
  const format = useFormat();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!current) return;
    button.current?.scrollIntoView({ block: "nearest" });
    // Whoever walks the list with the keyboard stays on it.
    if (document.activeElement?.closest("[data-pair]")) button.current?.focus();
  }, [current]);
  const [one, other] = pair.contacts;
  const names = [one?.display_name ?? "", other?.display_name ?? ""];
  return (
    <li>
      <button
        ref={button}
        type="button"
        data-pair
        className={classes.pair}
        aria-current={current ? "true" : undefined}
        onClick={() => onOpen(pair.id)}
      >
        <span className={classes.names}>
          <span className="one-line">{names[0]}</span>
          <span className={`${classes.second} one-line`}>
            {names[0] === names[1] ? t("pairs.sameName") : names[1]}
          </span>
        </span>
        <span className={classes.likely}>{format.percent(pair.score)}</span>
        <span className={`${classes.reasons} one-line`}>
          {pair.reasons.map((reason) => t(`reason.${reason}`)).join(" · ")}
        </span>
      </button>
    </li>
  );
}
