// The cache of answers. The event feed tells what is old, so nothing is asked again for its own sake.
import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { ApiError, errorCode } from "@/api/errors";

/** The vault was locked while a screen was asking: the gate looks again, and shows the lock screen. */
function noticeLock(error: unknown): void {
  const code = errorCode(error);
  if (code === "vault_locked" || code === "vault_closed") {
    void queries.invalidateQueries({ queryKey: ["get", "/api/vault"] });
  }
}

export const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noticeLock }),
  mutationCache: new MutationCache({ onError: noticeLock }),
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      // A refusal stays a refusal; only a broken connection is worth another try.
      retry: (failures, error) => !(error instanceof ApiError) && failures < 2,
    },
    mutations: { retry: false },
  },
});
