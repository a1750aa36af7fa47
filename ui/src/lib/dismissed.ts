// Banners that a person has read and put away. They come back with the next opening of the vault, if their cause does.
import { useSyncExternalStore } from "react";

const KEPT = "sellify.dismissed";
const listeners = new Set<() => void>();

function read(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
    return Array.isArray(kept) ? kept.filter((code) => typeof code === "string") : [];
  } catch {
    return [];
  }
}

let dismissed = read();

export function setDismissed(codes: readonly string[]): void {
  dismissed = codes;
  sessionStorage.setItem(KEPT, JSON.stringify(codes));
  for (const listener of listeners) listener();
}

/** The codes put away, and the way to put away another. */
export function useDismissed(): [readonly string[], (code: string) => void] {
  const codes = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    () => dismissed,
  );
  return [codes, (code) => setDismissed([...dismissed, code])];
}
