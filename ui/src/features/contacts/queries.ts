// What the contacts screens ask of the server, and how their changes show at once.
import { type InfiniteData, keepPreviousData, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api, client } from "@/api/client";
import { errorWords } from "@/api/errors";
import type { components } from "@/api/schema";
import type { Contact } from "@/api/types";
import { toast } from "@/design/toast";
import { type ContactQuery, filterQuery } from "./filter";
import type { ContactsSearch } from "./search";
import { useRefreshLists, useUndo } from "./useUndo";

type ContactPage = components["schemas"]["ContactPage"];
const PAGE = 100;

export function useContacts(search: ContactsSearch) {
  const filter = useMemo(() => filterQuery(search), [search]);
  const query = { limit: PAGE, ...filter, ...(search.sort ? { sort: search.sort } : {}) };
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

/** Deletes one contact; ten seconds to take it back. */
export function useDeleteContact() {
  const { t } = useTranslation(["contacts", "common"]);
  const drop = useDropRows();
  const refresh = useRefreshLists();
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

/** Those ticked one by one, or everybody whom a filter finds. */
export type BulkTarget = { ids: string[] } | { query: ContactQuery };
export type BulkAct =
  | { action: "add_tag" | "remove_tag"; tag: string }
  | { action: "add_to_group" | "remove_from_group"; group: string; name: string }
  | { action: "set_field"; field: string; value: string; label: string }
  | { action: "delete" };

/** One act on many contacts; what the vault kept of them takes it back exactly, however many they are. */
export function useBulk() {
  const { t } = useTranslation("contacts");
  const drop = useDropRows();
  const refresh = useRefreshLists();
  const offerUndo = useUndo();
  const words = (act: BulkAct, count: number) => {
    switch (act.action) {
      case "add_tag":
        return t("bulk.tagged", { count, tag: act.tag });
      case "remove_tag":
        return t("bulk.untagged", { count, tag: act.tag });
      case "add_to_group":
        return t("bulk.grouped", { count, group: act.name });
      case "remove_from_group":
        return t("bulk.ungrouped", { count, group: act.name });
      case "set_field":
        return t("bulk.fieldSet", { count, field: act.label });
      case "delete":
        return t("bulk.deleted", { count });
    }
  };
  return async (target: BulkTarget, act: BulkAct) => {
    if (act.action === "delete" && "ids" in target) drop(new Set(target.ids));
    try {
      const { data } = await client.POST("/api/contacts/bulk", { body: bodyOf(target, act) });
      if (!data || data.changed === 0) toast.done(t("bulk.nothing"));
      else offerUndo(data, words(act, data.changed));
    } catch (error) {
      toast.failed(errorWords(error));
    }
    await refresh();
  };
}

function bodyOf(target: BulkTarget, act: BulkAct) {
  switch (act.action) {
    case "add_to_group":
    case "remove_from_group":
      return { ...target, action: act.action, group: act.group };
    case "set_field":
      return { ...target, action: act.action, field: act.field, value: act.value };
    default:
      return { ...target, ...act };
  }
}
