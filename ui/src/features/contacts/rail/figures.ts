// The figures of the rail that no list carries by itself.
import { useMemo } from "react";
import { api } from "@/api/client";
import { monthStart, utcOffset } from "@/lib/clock";

/** A figure that may cost a walk through the contacts is not asked again at every turn. */
const QUIET = { staleTime: 60_000 };

export function useAddedThisMonth(): number | null | undefined {
  const created_after = useMemo(() => monthStart(new Date()), []);
  const found = api.useQuery(
    "get",
    "/api/contacts",
    { params: { query: { created_after, limit: 1 } } },
    QUIET,
  );
  return found.data?.total;
}

export function useSuppressionsTotal(): number | null | undefined {
  return api.useQuery("get", "/api/suppressions", { params: { query: { limit: 1 } } }).data?.total;
}

export function useDuplicatesTotal(): number | null | undefined {
  return api.useQuery("get", "/api/duplicates", { params: { query: { limit: 1 } } }, QUIET).data?.total;
}

export function useSegmentCount(rule: unknown): number | undefined {
  const count = api.useQuery(
    "post",
    "/api/segments/count",
    { body: { rule: rule as never, utc_offset_minutes: utcOffset() } },
    QUIET,
  );
  return count.data?.count;
}
