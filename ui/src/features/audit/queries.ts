// What the audit screen asks of the server.
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { api, client } from "@/api/client";
import type { components } from "@/api/schema";
import { type AuditSearch, startOf } from "./search";

export type AuditEntry = components["schemas"]["AuditEntry"];
export type AuditVerification = components["schemas"]["AuditVerification"];
type AuditPageOf = components["schemas"]["Page_AuditEntry"];
const PAGE = 100;

/** The part of the question that is about time; the export asks for nothing else. */
export function useFrom(search: AuditSearch): number | undefined {
  // Once a day is enough: the question stays the same while the screen is open.
  return useMemo(() => startOf(search.period, Date.now()), [search.period]);
}

export function useLedger(search: AuditSearch) {
  const from = useFrom(search);
  const { q, actor, action } = search;
  const query = {
    limit: PAGE,
    ...(q ? { q } : {}),
    ...(actor ? { actor } : {}),
    ...(action ? { action } : {}),
    ...(from === undefined ? {} : { from }),
  };
  const pages = api.useInfiniteQuery(
    "get",
    "/api/audit",
    { params: { query } },
    {
      pageParamName: "cursor",
      initialPageParam: null as string | null,
      getNextPageParam: (last: AuditPageOf) => last.next ?? undefined,
      placeholderData: keepPreviousData,
      // Nearly everything that happens adds an entry; no event tells of it.
      staleTime: 2_000,
    },
  );
  const entries = useMemo(() => pages.data?.pages.flatMap((page) => page.items) ?? [], [pages.data]);
  return { pages, entries, total: pages.data?.pages[0]?.total ?? null };
}

/** How many entries an export of the period would hold. */
export function useExportCount(from: number | undefined): number | null {
  const query = { limit: 1, ...(from === undefined ? {} : { from }) };
  const first = api.useQuery("get", "/api/audit", { params: { query } }, { staleTime: 2_000 });
  return first.data?.total ?? null;
}

const VERIFICATION = ["audit-verification"];

/** The last verification of this session. A stamp is never older than the run of the program. */
export function useVerification() {
  const queries = useQueryClient();
  const last = useQuery<AuditVerification | null>({
    queryKey: VERIFICATION,
    queryFn: () => null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });
  const run = useMutation({
    mutationFn: async (recoveryCode: string | null) => {
      const { data } = await client.POST("/api/audit/verify", {
        body: recoveryCode ? { recovery_code: recoveryCode } : {},
      });
      return data as AuditVerification;
    },
    // A verification that could not be finished leaves no stamp of an earlier one behind.
    onMutate: () => queries.setQueryData(VERIFICATION, null),
    onSuccess: (found) => queries.setQueryData(VERIFICATION, found),
  });
  return { last: last.data ?? null, run };
}
