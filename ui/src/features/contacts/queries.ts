// What the contacts screens ask of the server, and how their changes show at once.
import { type InfiniteData, keepPreviousData, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api, client } from "@/api/client";
import { errorWords } from "@/api/errors";
import type { components } from "@/api/schema";
import type { Contact } from "@/api/types";
import { toast } from "@/design/toast";
import type { ContactSort } from "./search";

type ContactPage = components["schemas"]["ContactPage"];
const PAGE = 100;

export interface ContactFilter {
  q?: string | undefined;
  tag?: string | undefined;
  sort?: ContactSort | undefined;
}

export function useContacts({ q, tag, sort }: ContactFilter) {
  const query = { limit: PAGE, ...(q ? { q } : {}), ...(tag ? { tag } : {}), ...(sort ? { sort } : {}) };
  const pages = api.useInfiniteQuery(
    "get",
    "/api/contacts",
    { params: { query } },
    {
      pageParamName: "cursor",
      initialPageParam: null as string | null,
      getNextPageParam: (last: ContactPage) => last.next ?? undefined,
      placeholderData: keepPreviousData,
    },
  );
  const rows = useMemo(() => pages.data?.pages.flatMap((page) => page.items) ?? [], [pages.data]);
  const first = pages.data?.pages[0];
  return { pages, rows, total: first?.total ?? null, tookMs: first?.took_ms ?? null };
}

/** Takes rows out of every list on screen before the server has answered. */
function useDropRows() {
  const queries = useQueryClient();
  return useCallback(
    (gone: ReadonlySet<string>) => {
      queries.setQueriesData<InfiniteData<ContactPage>>(
        { predicate: ({ queryKey }) => queryKey[1] === "/api/contacts" },
        (data) =>
          data && "pages" in data
            ? {
                ...data,
                pages: data.pages.map((page) => {
                  const items = page.items.filter((contact) => !gone.has(contact.id));
                  const dropped = page.items.length - items.length;
                  return { ...page, items, total: page.total === null ? null : page.total - dropped };
                }),
              }
            : data,
      );
    },
    [queries],
  );
}

function useRefresh() {
  const queries = useQueryClient();
  return useCallback(
    () =>
      queries.invalidateQueries({
        predicate: ({ queryKey }) =>
          ["/api/contacts", "/api/tags", "/api/home"].includes(String(queryKey[1])),
      }),
    [queries],
  );
}

/** Deletes one contact; ten seconds to take it back. */
export function useDeleteContact() {
  const { t } = useTranslation(["contacts", "common"]);
  const drop = useDropRows();
  const refresh = useRefresh();
  return async (contact: Contact) => {
    const path = { params: { path: { id: contact.id } } };
    drop(new Set([contact.id]));
    try {
      await client.DELETE("/api/contacts/{id}", path);
      toast.undo({
        message: t("drawer.deleted", { name: contact.display_name }),
        undoLabel: t("common:undo"),
        onUndo: async () => {
          await client.POST("/api/contacts/{id}/restore", path);
          await refresh();
        },
      });
    } catch (error) {
      toast.failed(errorWords(error));
    }
    await refresh();
  };
}

export type BulkTarget = { ids: string[] } | { query: { q?: string; tag?: string } };
type BulkAction = components["schemas"]["BulkAction"];

/** One action on many contacts, with the action that takes it back. */
export function useBulk() {
  const { t } = useTranslation(["contacts", "common"]);
  const drop = useDropRows();
  const refresh = useRefresh();
  const send = async (target: BulkTarget, action: BulkAction, tag?: string) => {
    const { data } = await client.POST("/api/contacts/bulk", {
      body: { ...target, action, ...(tag ? { tag } : {}) },
    });
    await refresh();
    return data?.changed ?? 0;
  };
  const act = async (target: BulkTarget, action: BulkAction, back: BulkAction, tag?: string) => {
    try {
      if (action === "delete" && "ids" in target) drop(new Set(target.ids));
      const count = await send(target, action, tag);
      const sentence = {
        add_tag: "bulk.tagged",
        remove_tag: "bulk.untagged",
        delete: "bulk.deleted",
      } as const;
      toast.undo({
        message: action === "restore" ? null : t(sentence[action], { count, tag: tag ?? "" }),
        undoLabel: t("common:undo"),
        onUndo: async () => {
          await send(target, back, tag);
        },
      });
    } catch (error) {
      toast.failed(errorWords(error));
      await refresh();
    }
  };
  return {
    addTag: (target: BulkTarget, tag: string) => act(target, "add_tag", "remove_tag", tag),
    removeTag: (target: BulkTarget, tag: string) => act(target, "remove_tag", "add_tag", tag),
    remove: (target: BulkTarget) => act(target, "delete", "restore"),
  };
}
