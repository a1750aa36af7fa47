// Tells the vault that somebody is at the screen: reading and writing without asking the server count as work too.
import { useEffect } from "react";
import { client } from "@/api/client";

/** At most this often; far below the shortest choice of the settings. */
const TELL_MS = 60_000;
const SIGNS = ["pointerdown", "keydown", "wheel", "touchmove"] as const;

/** Calls `tell` at a sign of life, then not again for `pause` milliseconds. Answers the way to stop. */
export function onActivity(tell: () => void, pause: number): () => void {
  let told = Number.NEGATIVE_INFINITY;
  const hear = (event: Event) => {
    if (event.timeStamp - told < pause) return;
    told = event.timeStamp;
    tell();
  };
  for (const sign of SIGNS) window.addEventListener(sign, hear, { capture: true, passive: true });
  return () => {
    for (const sign of SIGNS) window.removeEventListener(sign, hear, { capture: true });
  };
}

export function useActivity(): void {
  useEffect(
    // A page that cannot tell has other news to show; the next sign of life tells again.
    () => onActivity(() => void client.POST("/api/vault/activity").catch(() => undefined), TELL_MS),
    [],
  );
}
