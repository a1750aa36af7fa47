// A chosen file on its way from where it was dropped to the screen that imports it.
import type { PickedFile } from "./types";

let waiting: PickedFile | null = null;
const listeners = new Set<() => void>();

export const handOver = {
  put(file: PickedFile): void {
    waiting = file;
    for (const listener of listeners) listener();
  },
  /** Takes the file; a second call finds nothing. */
  take(): PickedFile | null {
    const file = waiting;
    waiting = null;
    return file;
  },
  /** Hears files put while the screen is already open. */
  onPut(listener: () => void): () => void {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  },
};
