// What the duplicates screen asks of the server, and how a decision shows at once.
import { useQueries, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
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

/** What was just decided leaves the list at once, and stays away whatever an older answer says. */
export interface Decided {
  /** Ids of pairs, or of contacts that are no contacts of their own any more. */
  hide: (ids: readonly string[]) => void;
  show: (ids: readonly string[]) => void;
}

export function useDuplicates() {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
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
  const loaded = useMemo(() => pages.data?.pages.flatMap((page) => page.items) ?? [], [pages.data]);
  const pairs = useMemo(
    () =>
      loaded.filter(
        ({ id, contacts }) => ![id, ...contacts.map((one) => one.id)].some((one) => hidden.has(one)),
      ),
    [loaded, hidden],
  );
  const decided: Decided = {
    hide: (ids) => setHidden((before) => new Set([...before, ...ids])),
    show: (ids) => setHidden((before) => new Set([...before].filter((id) => !ids.includes(id)))),
  };
  const first = pages.data?.pages[0];
  return { pages, pairs, first, total: (first?.total ?? 0) - (loaded.length - pairs.length), decided };
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
export function useKeepApart({ hide, show }: Decided) {
  const { t } = useTranslation(["duplicates", "common"]);
  const refresh = useRefresh();
  return async (id: string) => {
    const path = { params: { path: { id } } };
    hide([id]);
    try {
      await client.POST("/api/duplicates/{id}/distinct", path);
      toast.undo({
        message: t("apart.done"),
        undoLabel: t("common:undo"),
        onUndo: async () => {
          await client.DELETE("/api/duplicates/{id}/distinct", path);
          show([id]);
          await refresh();
        },
      });
    } catch (error) {
      show([id]);
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

export function useMerge({ hide, show }: Decided) {
  const { t } = useTranslation(["duplicates", "common"]);
  const refresh = useRefresh();
  const undo = useUndoMerge();
  return async (order: MergeOrder): Promise<Contact | undefined> => {
    let kept: Contact | undefined;
    hide(order.merge);
    try {
      const { data } = await client.POST("/api/contacts/merge", { body: order });
      kept = data?.contact;
      if (data) {
        toast.undo({
          message: t("merge.done", { name: data.contact.display_name }),
          undoLabel: t("common:undo"),
          onUndo: async () => {
            await undo(data.merge_id);
            show(order.merge);
          },
        });
      }
    } catch (error) {
      show(order.merge);
      toast.failed(errorWords(error));
    }
    await refresh();
    return kept;
  };
}
