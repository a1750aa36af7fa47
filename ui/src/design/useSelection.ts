// Which rows of a list are chosen: some by key, or everything that matches.
import { useCallback, useMemo, useState } from "react";

export interface Selection {
  everything: boolean;
  count: number;
  keys: readonly string[];
  has: (key: string) => boolean;
  toggle: (key: string) => void;
  /** Exactly these, and no others. */
  replace: (keys: readonly string[]) => void;
  toggleEverything: () => void;
  clear: () => void;
}

interface Chosen {
  /** The list the choice was made in; another list starts with nothing chosen. */
  scope: string;
  everything: boolean;
  keys: ReadonlySet<string>;
}

/** `loaded`: the keys on hand; where they are the whole list, one may be taken out of "everything". */
export function useSelection(total: number, scope: string, loaded: readonly string[] = []): Selection {
  const [stored, setStored] = useState<Chosen>({ scope, everything: false, keys: new Set() });
  const chosen = useMemo<Chosen>(
    () => (stored.scope === scope ? stored : { scope, everything: false, keys: new Set() }),
    [stored, scope],
  );

  const toggle = useCallback(
    (key: string) => {
      const whole = loaded.length >= total ? loaded : [];
      const keys = new Set(chosen.everything ? whole : chosen.keys);
      if (!keys.delete(key) && !chosen.everything) keys.add(key);
      setStored({ scope, everything: false, keys });
    },
    [chosen, scope, loaded, total],
  );
  const replace = useCallback(
    (keys: readonly string[]) => setStored({ scope, everything: false, keys: new Set(keys) }),
    [scope],
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
      replace,
      toggleEverything,
      clear,
    }),
    [chosen, total, toggle, replace, toggleEverything, clear],
  );
}
