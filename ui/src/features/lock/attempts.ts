// How long to wait after wrong secrets: five tries are free, then each wait doubles, up to a minute.
import { useCallback, useEffect, useState } from "react";

const FREE = 5;
const LONGEST_S = 60;

/** Seconds to wait after this many failures in a row. */
export function waitAfter(failures: number): number {
  return failures < FREE ? 0 : Math.min(LONGEST_S, 2 ** (failures - FREE));
}

export interface Attempts {
  failures: number;
  /** Seconds left before the next try; 0: now. */
  wait: number;
  /** Notes one failure; the server's own wait wins when it names one. */
  failed: (serverWait?: number) => void;
}

export function useAttempts(): Attempts {
  const [failures, setFailures] = useState(0);
  const [until, setUntil] = useState(0);
  const [wait, setWait] = useState(0);

  const failed = useCallback((serverWait?: number) => {
    setFailures((before) => {
      const seconds = serverWait ?? waitAfter(before + 1);
      if (seconds > 0) {
        setUntil(Date.now() + seconds * 1_000);
        setWait(Math.ceil(seconds));
      }
      return before + 1;
    });
  }, []);

  useEffect(() => {
    if (until === 0) return;
    const timer = window.setInterval(() => {
      const left = Math.max(0, Math.ceil((until - Date.now()) / 1_000));
      setWait(left);
      if (left === 0) setUntil(0);
    }, 250);
    return () => window.clearInterval(timer);
  }, [until]);

  return { failures, wait, failed };
}
