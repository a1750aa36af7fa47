// What the duplicates screen asks of the server, and how a decision shows at once.
import { type InfiniteData, useQueries, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api, client } from "@/api/client";
import { errorWords } from "@/api/errors";
import type { Contact, Duplicate, DuplicatePage } from "@/api/types";
import { toast } from "@/design/toast";
import type { Choices } from "./rows";

const PAGE = 50;
const TOUCHED = [
  "/api/duplicates",
  "/api/duplicates/{id}",
  "/api/contacts",
  "/api/contacts/{id}",
  "/api/contacts/{id}/history",
  "/api/merges",
  "/api/tags",
  "/api/groups",
  "/api/home",
];

export function useDuplicates() {
  const pages = api.useInfiniteQuery(
    "get",
    "/api/duplicates",
    { params: { query: { limit: PAGE } } },
    {
      pageParamName: "cursor",
      initialPageParam: null as string | null,
      getNextPageParam: (last: DuplicatePage) => last.next ?? undefined,
    },
  );
  const pairs = useMemo(() => pages.data?.pages.flatMap((page) => page.items) ?? [], [pages.data]);
  return { pages, pairs, first: pages.data?.pages[0] };
}

/** The contacts of an address: two with what speaks for them, or several. A pair of the list shows at once. */
export function useSideBySide(ids: readonly string[], listed: Duplicate | undefined) {
  const isPair = ids.length === 2;
  const pair = api.useQuery(
    "get",
    "/api/duplicates/{id}",
    { params: { path: { id: ids.join(".") } } },
    { enabled: isPair, ...(listed ? { placeholderData: listed } : {}) },
  );
  const several = useQueries({
    queries: (isPair ? [] : ids).map((id) =>
      api.queryOptions("get", "/api/contacts/{id}", { params: { path: { id } } }),
    ),
  });
  if (isPair)
    return { contacts: pair.data?.contacts, pair: pair.data, error: pair.error, retry: pair.refetch };
  const contacts = several.flatMap(({ data }) => (data ? [data] : []));
  const failed = several.find(({ error }) => error);
  return {
    contacts: contacts.length === ids.length ? contacts : undefined,
    pair: undefined,
    error: failed?.error ?? null,
    retry: () => failed?.refetch(),
  };
}

function useRefresh() {
  const queries = useQueryClient();
  return useCallback(
    () => queries.invalidateQueries({ predicate: ({ queryKey }) => TOUCHED.includes(String(queryKey[1])) }),
    [queries],
  );
}

/** Takes pairs off the list before the server has answered. */
function useDrop() {
  const queries = useQueryClient();
  return useCallback(
    (isGone: (pair: DuplicatePage["items"][number]) => boolean) =>
      queries.setQueriesData<InfiniteData<DuplicatePage>>(
        { predicate: ({ queryKey }) => queryKey[1] === "/api/duplicates" },
        (data) =>
          data && "pages" in data
            ? {
                ...data,
                pages: data.pages.map((page) => {
                  const items = page.items.filter((pair) => !isGone(pair));
                  return { ...page, items, total: page.total - (page.items.length - items.length) };
                }),
              }
            : data,
      ),
    [queries],
  );
}

export function useStartSearch() {
  const queries = useQueryClient();
  return api.useMutation("post", "/api/duplicates/search", {
    onSuccess: () =>
      queries.invalidateQueries({
        predicate: ({ queryKey }) => ["/api/duplicates", "/api/jobs"].includes(String(queryKey[1])),
      }),
    onError: (error: unknown) => toast.failed(errorWords(error)),
  });
}

/** Two people: never shown again, unless it is taken back. */
export function useKeepApart() {
  const { t } = useTranslation(["duplicates", "common"]);
  const refresh = useRefresh();
  const drop = useDrop();
  return async (id: string) => {
    const path = { params: { path: { id } } };
    drop((pair) => pair.id === id);
    try {
      await client.POST("/api/duplicates/{id}/distinct", path);
      toast.undo({
        message: t("apart.done"),
        undoLabel: t("common:undo"),
        onUndo: async () => {
          await client.DELETE("/api/duplicates/{id}/distinct", path);
          await refresh();
        },
      });
    } catch (error) {
      toast.failed(errorWords(error));
    }
    await refresh();
  };
}

export function useUndoMerge() {
  const { t } = useTranslation("duplicates");
  const refresh = useRefresh();
  return async (id: string) => {
    try {
      await client.POST("/api/merges/{id}/undo", { params: { path: { id } } });
      toast.done(t("merge.undone"));
    } catch (error) {
      toast.failed(errorWords(error));
    }
    await refresh();
  };
}

export interface MergeOrder {
  keep: string;
  merge: string[];
  fields: Choices;
}

export function useMerge() {
  const { t } = useTranslation(["duplicates", "common"]);
  const refresh = useRefresh();
  const drop = useDrop();
  const undo = useUndoMerge();
  return async (order: MergeOrder): Promise<Contact | undefined> => {
    let kept: Contact | undefined;
    const gone = new Set(order.merge);
    drop(({ contacts }) => contacts.some(({ id }) => gone.has(id)));
    try {
      const { data } = await client.POST("/api/contacts/merge", { body: order });
      kept = data?.contact;
      if (data) {
        toast.undo({
          message: t("merge.done", { name: data.contact.display_name }),
          undoLabel: t("common:undo"),
          onUndo: () => undo(data.merge_id),
        });
      }
    } catch (error) {
      toast.failed(errorWords(error));
    }
    await refresh();
    return kept;
  };
}
