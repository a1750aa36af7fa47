// What the contacts screens ask of the server, and how their changes show at once.
import { type InfiniteData, keepPreviousData, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api, client } from "@/api/client";
import { errorWords } from "@/api/errors";
import type { components } from "@/api/schema";
import type { Contact } from "@/api/types";
import { toast } from "@/design/toast";
import { fold } from "@/lib/text";
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

export type BulkTarget = { contacts: Contact[] } | { query: { q?: string; tag?: string } };
type BulkAction = components["schemas"]["BulkAction"];

/** Up to so many, every change is known one by one and can be taken back exactly. */
export const EXACT_UP_TO = 10_000;
const LARGE_PAGE = 500;

/** The contacts meant; `null` when they are too many to be named. */
async function resolve(target: BulkTarget): Promise<Contact[] | null> {
  if ("contacts" in target) return target.contacts;
  const found: Contact[] = [];
  let cursor: string | null | undefined;
  do {
    const query = { ...target.query, limit: LARGE_PAGE, ...(cursor ? { cursor } : {}) };
    const { data } = await client.GET("/api/contacts", { params: { query } });
    found.push(...(data?.items ?? []));
    cursor = data?.next;
  } while (cursor && found.length < EXACT_UP_TO);
  return cursor ? null : found;
}

/** Only those whom the act changes: taking it back must not touch the others. */
export function changedBy(contacts: readonly Contact[], action: BulkAction, tag: string): Contact[] {
  const carries = (contact: Contact) => contact.tags.some((other) => fold(other) === fold(tag));
  if (action === "add_tag") return contacts.filter((contact) => !carries(contact));
  if (action === "remove_tag") return contacts.filter(carries);
  return [...contacts];
}

/** One action on many contacts, and the action that takes it back. */
export function useBulk() {
  const { t } = useTranslation(["contacts", "common"]);
  const drop = useDropRows();
  const refresh = useRefresh();
  const send = async (who: { ids: string[] } | { query: object }, action: BulkAction, tag: string) => {
    const { data } = await client.POST("/api/contacts/bulk", {
      body: { ...who, action, ...(tag ? { tag } : {}) },
    });
    await refresh();
    return data?.changed ?? 0;
  };
  const act = async (target: BulkTarget, action: BulkAction, back: BulkAction, tag: string) => {
    const sentence = {
      add_tag: "tagged",
      remove_tag: "untagged",
      delete: "deleted",
      restore: "deleted",
    } as const;
    const words = (count: number) => t(`bulk.${sentence[action]}`, { count, tag });
    try {
      const contacts = await resolve(target);
      if (contacts === null) {
        toast.done(words(await send("query" in target ? target : { ids: [] }, action, tag)));
        return;
      }
      const ids = changedBy(contacts, action, tag).map((contact) => contact.id);
      if (ids.length === 0) {
        toast.done(t("bulk.nothing"));
        return;
      }
      if (action === "delete") drop(new Set(ids));
      const count = await send({ ids }, action, tag);
      toast.undo({
        message: words(count),
        undoLabel: t("common:undo"),
        onUndo: async () => {
          await send({ ids }, back, tag);
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
    remove: (target: BulkTarget) => act(target, "delete", "restore", ""),
  };
}
