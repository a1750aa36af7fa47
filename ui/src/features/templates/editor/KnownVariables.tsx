// Which variables the firm's contacts can fill, shared by the chips, the list behind `{` and the checks.
import { createContext, type ReactNode, useContext, useMemo } from "react";
import { fold } from "@/lib/text";

export type KnownVariable = { name: string; label: string };

type Known = {
  all: KnownVariable[];
  isKnown: (name: string) => boolean;
  labelOf: (name: string) => string;
};

const Context = createContext<Known>({ all: [], isKnown: () => true, labelOf: (name) => name });

type Props = {
  /** Variables to offer. */
  offered: KnownVariable[];
  /** Every accepted spelling, the offered ones included. */
  accepted: string[];
  children: ReactNode;
};

export function KnownVariablesProvider({ offered, accepted, children }: Props) {
  const known = useMemo<Known>(() => {
    const spellings = new Set(accepted.map(fold));
    const labels = new Map(offered.map((variable) => [variable.name, variable.label]));
    return {
      all: offered,
      isKnown: (name) => spellings.size === 0 || spellings.has(fold(name)),
      labelOf: (name) => labels.get(name) ?? name,
    };
  }, [offered, accepted]);
  return <Context.Provider value={known}>{children}</Context.Provider>;
}

export function useKnownVariables(): Known {
  return useContext(Context);
}
