// The one registry of what can be done: it feeds the keyboard, the `?` sheet, menus and the palette.
import { useEffect, useRef, useSyncExternalStore } from "react";

export type CommandGroup = "go" | "do" | "here";

export interface Command {
  id: string;
  label: string;
  group: CommandGroup;
  /** "mod+k", "?", or two keys in turn: "g c". */
  keys?: string;
  /** Other words people may look for. */
  words?: string;
  /** Heard even while somebody types. Only for chords. */
  anywhere?: boolean;
  run: () => void;
}

const registered = new Map<string, Command>();
const listeners = new Set<() => void>();
let snapshot: readonly Command[] = [];

function announce() {
  snapshot = [...registered.values()];
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** Registers commands while the component is on screen. Labels may change with the language; ids may not. */
export function useCommands(commands: Command[]): void {
  const latest = useRef(commands);
  latest.current = commands;
  const fingerprint = commands
    .map((command) => `${command.id}|${command.label}|${command.keys ?? ""}`)
    .join("\n");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the fingerprint stands for the list, which is new each time
  useEffect(() => {
    const mine = latest.current.map((command) => ({
      ...command,
      run: () => latest.current.find((other) => other.id === command.id)?.run(),
    }));
    for (const command of mine) registered.set(command.id, command);
    announce();
    return () => {
      for (const command of mine) {
        if (registered.get(command.id) === command) registered.delete(command.id);
      }
      announce();
    };
  }, [fingerprint]);
}

export function useAllCommands(): readonly Command[] {
  return useSyncExternalStore(subscribe, () => snapshot);
}

export function allCommands(): readonly Command[] {
  return snapshot;
}

/** Runs a command by its id, for a button that does the same. */
export function runCommand(id: string): void {
  registered.get(id)?.run();
}
