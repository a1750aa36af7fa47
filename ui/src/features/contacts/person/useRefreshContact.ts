// After a change of what a person allows: the record, the lists that show it, and the suppression list.
import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";

const STALE = ["/api/contacts", "/api/suppressions", "/api/retention", "/api/erasures", "/api/tags"];

export function useRefreshContact() {
  const queries = useQueryClient();
  return useCallback(
    () =>
      queries.invalidateQueries({
        predicate: ({ queryKey }) => STALE.some((path) => String(queryKey[1]).startsWith(path)),
      }),
    [queries],
  );
}
