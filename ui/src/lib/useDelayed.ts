// True once `wanted` has lasted 300 ms: quick answers show no skeleton.
import { useEffect, useState } from "react";

export function useDelayed(wanted: boolean, delay = 300): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!wanted) {
      setLate(false);
      return;
    }
    const timer = window.setTimeout(() => setLate(true), delay);
    return () => window.clearTimeout(timer);
  }, [wanted, delay]);
  return wanted && late;
}
