// One act on the vault's keys: waits, refreshes what the screens know, and keeps the refusal to show it in place.
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

const STALE = new Set([
  "/api/vault",
  "/api/vault/slots",
  "/api/vault/rotations",
  "/api/home",
  "/api/settings",
]);

export function useSecurityAct() {
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  /** Answers whether it went well. */
  const run = async (act: () => Promise<unknown>): Promise<boolean> => {
    setBusy(true);
    setError(null);
    try {
      await act();
      await queries.invalidateQueries({ predicate: (query) => STALE.has(String(query.queryKey[1])) });
      return true;
    } catch (refusal) {
      setError(refusal);
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, error, run };
}
