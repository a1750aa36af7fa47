// Whether the person put off checking the recovery code. It lasts until the window is closed.
import { useSyncExternalStore } from "react";

const KEPT = "sellify.recovery-later";
let putOff = sessionStorage.getItem(KEPT) === "1";
const listeners = new Set<() => void>();

export function setRecoveryLater(later: boolean): void {
  putOff = later;
  sessionStorage.setItem(KEPT, later ? "1" : "0");
  for (const listener of listeners) listener();
}

export function useRecoveryLater(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => putOff,
  );
}
