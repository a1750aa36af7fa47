// Which rows of a list are chosen: some by key, or everything that matches.
import { useCallback, useMemo, useState } from "react";

export interface Selection {
  everything: boolean;
  count: number;
  keys: readonly string[];
  has: (key: string) => boolean;
  toggle: (key: string) => void;
  toggleEverything: () => void;
  clear: () => void;
}

interface Chosen {
  /** The list the choice was made in; another list starts with nothing chosen. */
  scope: string;
  everything: boolean;
  keys: ReadonlySet<string>;
}

export function useSelection(total: number, scope: string): Selection {
  const [stored, setStored] = useState<Chosen>({ scope, everything: false, keys: new Set() });
  const chosen = useMemo<Chosen>(
    () => (stored.scope === scope ? stored : { scope, everything: false, keys: new Set() }),
    [stored, scope],
  );

  const toggle = useCallback(
    (key: string) => {
      const keys = new Set(chosen.everything ? [] : chosen.keys);
      if (!chosen.everything && !keys.delete(key)) keys.add(key);
      setStored({ scope, everything: false, keys });
    },
    [chosen, scope],
  );
  const clear = useCallback(() => setStored({ scope, everything: false, keys: new Set() }), [scope]);
  const toggleEverything = useCallback(
    () => setStored({ scope, everything: !chosen.everything, keys: new Set() }),
    [chosen, scope],
  );

  return useMemo(
    () => ({
      everything: chosen.everything,
      count: chosen.everything ? total : chosen.keys.size,
      keys: [...chosen.keys],
      has: (key) => chosen.everything || chosen.keys.has(key),
      toggle,
      toggleEverything,
      clear,
    }),
    [chosen, total, toggle, toggleEverything, clear],
  );
}
