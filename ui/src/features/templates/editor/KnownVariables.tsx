// Which variables the firm's contacts can fill, shared by the chips, the list behind `{` and the checks.
import { createContext, type ReactNode, useContext, useMemo } from "react";
import { fold } from "@/lib/text";

export interface KnownVariable {
  /** The spelling that is offered. */
  name: string;
  label: string;
  /** Every spelling that is accepted. */
  spellings: string[];
}

interface Known {
  all: KnownVariable[];
  isKnown: (name: string) => boolean;
  labelOf: (name: string) => string;
}

const Context = createContext<Known>({ all: [], isKnown: () => true, labelOf: (name) => name });

export function KnownVariablesProvider({ all, children }: { all: KnownVariable[]; children: ReactNode }) {
  const known = useMemo<Known>(() => {
    const labels = new Map(
      all.flatMap(({ spellings, label }) => spellings.map((spelling) => [fold(spelling), label] as const)),
    );
    return {
      all,
      isKnown: (name) => labels.size === 0 || labels.has(fold(name)),
      labelOf: (name) => labels.get(fold(name)) ?? name,
    };
  }, [all]);
  return <Context.Provider value={known}>{children}</Context.Provider>;
}

export function useKnownVariables(): Known {
  return useContext(Context);
}
