// The event feed: one long-poll that keeps every screen true without asking each of them to refresh.
import type { QueryClient } from "@tanstack/react-query";
import { client } from "./client";
import { errorCode } from "./errors";

export interface FeedEvent {
  seq: number;
  kind: string;
  at: number;
  data: unknown;
}

/** Which answers an event makes old, by the path they came from. */
const STALE: Record<string, readonly string[]> = {
  "import.progress": ["/api/jobs", "/api/imports/{id}"],
  "import.finished": [
    "/api/jobs",
    "/api/imports",
    "/api/imports/{id}",
    "/api/contacts",
    "/api/tags",
    "/api/fields",
    "/api/home",
    "/api/templates/variables",
    "/api/campaigns/{id}/preflight",
  ],
  "campaign.progress": [
    "/api/jobs",
    "/api/campaigns",
    "/api/campaigns/{id}",
    "/api/campaigns/{id}/ledger",
    "/api/campaigns/{id}/ledger/{recipient_id}",
  ],
  "campaign.state": [
    "/api/jobs",
    "/api/campaigns",
    "/api/campaigns/{id}",
    "/api/campaigns/{id}/ledger",
    "/api/campaigns/{id}/ledger/{recipient_id}",
    "/api/home",
    "/api/suppressions",
  ],
  "contact.changed": [
    "/api/contacts",
    "/api/contacts/{id}",
    "/api/tags",
    "/api/groups",
    "/api/home",
    "/api/suppressions",
    "/api/campaigns/{id}/preflight",
  ],
  "duplicates.found": ["/api/duplicates", "/api/duplicates/{id}", "/api/jobs", "/api/merges"],
  "lists.changed": [
    "/api/tags",
    "/api/groups",
    "/api/segments",
    "/api/segments/count",
    "/api/segments/fields",
    "/api/views",
    "/api/fields",
    "/api/contacts",
    "/api/contacts/{id}",
    "/api/templates/variables",
    "/api/campaigns/{id}/preflight",
  ],
  "template.changed": ["/api/templates", "/api/templates/{id}", "/api/home", "/api/campaigns/{id}/preflight"],
  "connection.changed": [
    "/api/connections",
    "/api/connections/{id}",
    "/api/home",
    "/api/campaigns/{id}/preflight",
  ],
  "suppression.changed": [
    "/api/suppressions",
    "/api/suppressions/counts",
    "/api/contacts/{id}",
    "/api/home",
    "/api/campaigns/{id}/preflight",
  ],
  "settings.changed": ["/api/settings"],
  "backup.progress": ["/api/jobs", "/api/backups"],
  "backup.finished": ["/api/jobs", "/api/backups", "/api/home"],
  "quarantine.changed": ["/api/quarantine", "/api/home"],
  "license.state": ["/api/license", "/api/home", "/health", "/api/campaigns/{id}/preflight"],
  "rotation.progress": ["/api/jobs", "/api/vault/rotations"],
  "rotation.finished": ["/api/jobs", "/api/vault/rotations", "/api/vault/slots"],
  "vault.state": ["/api/vault", "/api/vault/slots", "/api/session"],
};

const WAIT_SECONDS = 20;
const RETRY_MS = 2_000;
/** A burst of events refreshes a screen at most this often. */
const QUIET_MS = 250;

export type FeedListener = (event: FeedEvent) => void;
const listeners = new Set<FeedListener>();

/** Hears every event from now on; returns the way to stop. */
export function onFeedEvent(listener: FeedListener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Gathers stale paths and refreshes them together. */
function refresher(queries: QueryClient): (paths: readonly string[]) => void {
  const waiting = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (paths) => {
    for (const path of paths) waiting.add(path);
    if (timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      const stale = new Set(waiting);
      waiting.clear();
      void queries.invalidateQueries({ predicate: (query) => stale.has(String(query.queryKey[1])) });
    }, QUIET_MS);
  };
}

/** Follows the feed until `signal` aborts. A new epoch means a new process: everything may have changed. */
export async function followEvents(queries: QueryClient, signal: AbortSignal): Promise<void> {
  const refresh = refresher(queries);
  let after: number | undefined;
  let epoch: string | number | undefined;
  while (!signal.aborted) {
    try {
      const query = after === undefined ? {} : { after, wait: WAIT_SECONDS };
      const { data } = await client.GET("/api/events", { params: { query }, signal });
      if (!data) continue;
      if (epoch !== undefined && data.epoch !== epoch) {
        epoch = data.epoch;
        after = undefined;
        await queries.invalidateQueries();
        continue;
      }
      epoch = data.epoch;
      const first = after === undefined;
      after = data.next;
      if (first) continue;
      if (data.gap) await queries.invalidateQueries();
      for (const event of data.items as FeedEvent[]) {
        for (const listener of listeners) listener(event);
        refresh(STALE[event.kind] ?? []);
      }
    } catch (error) {
      if (signal.aborted) return;
      if (errorCode(error) === "sign_in_required") {
        void queries.invalidateQueries({ queryKey: ["get", "/api/session"] });
      }
      await pause(RETRY_MS, signal);
    }
  }
}
