// The rows of a dry run, page by page, narrowed as the address says.
import { useCallback, useMemo } from "react";
import { api } from "@/api/client";
import type { FilterCount, ReviewPage } from "../contract";
import type { RowsQuery } from "./rules";

const PAGE = 100;

/** What the rows can be narrowed to, with the counts of the whole file. */
export function useFilters(importId: string): FilterCount[] {
  const counts = api.useQuery("get", "/api/imports/{id}/filters", { params: { path: { id: importId } } });
  return counts.data ?? [];
}

export function useReview(importId: string, query: RowsQuery) {
  const list = api.useInfiniteQuery(
    "get",
    "/api/imports/{id}/rows",
    { params: { path: { id: importId }, query: { limit: PAGE, ...query } } },
    {
      pageParamName: "cursor",
      initialPageParam: null as string | null,
      getNextPageParam: (last: ReviewPage) => last.next ?? undefined,
    },
  );
  const { hasNextPage, isFetching, fetchNextPage } = list;
  const pages = list.data?.pages;
  const rows = useMemo(() => pages?.flatMap((page) => page.items) ?? [], [pages]);
  const more = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
  return {
    rows,
    more,
    total: pages?.[0]?.total ?? null,
    kept: pages?.[0]?.kept ?? 0,
    ended: !hasNextPage,
    pending: list.isPending,
    error: list.error,
    again: () => void list.refetch(),
  };
}
