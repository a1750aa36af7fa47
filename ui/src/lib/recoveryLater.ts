// Whether the person put off checking the recovery code. It lasts until the page is loaded again.
import { useSyncExternalStore } from "react";

let putOff = false;
const listeners = new Set<() => void>();

export function setRecoveryLater(later: boolean): void {
  putOff = later;
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
