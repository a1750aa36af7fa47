// Who is about to be erased. The dialog outlives the menu it was asked from, so it stands in the frame of the page.
import { useSyncExternalStore } from "react";
import type { Contact } from "@/api/types";

export type Erasing = Pick<Contact, "id" | "display_name">;

let erasing: Erasing | null = null;
const listeners = new Set<() => void>();

/** Opens the dialog for this person; none closes it. */
export function askToErase(contact: Erasing | null): void {
  erasing = contact;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useErasing(): Erasing | null {
  return useSyncExternalStore(subscribe, () => erasing);
}
