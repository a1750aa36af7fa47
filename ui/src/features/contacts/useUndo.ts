// What the vault kept of a change, and the way back to it.
import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { client } from "@/api/client";
import { errorWords } from "@/api/errors";
import { toast } from "@/design/toast";

/** What changes when contacts or their lists do. */
const TOUCHED = new Set([
  "/api/contacts",
  "/api/contacts/{id}",
  "/api/tags",
  "/api/groups",
  "/api/segments",
  "/api/segments/count",
  "/api/segments/fields",
  "/api/views",
  "/api/fields",
  "/api/home",
  "/api/templates/variables",
  "/api/campaigns/{id}/preflight",
]);

export function useRefreshLists() {
  const queries = useQueryClient();
  return useCallback(
    () => queries.invalidateQueries({ predicate: ({ queryKey }) => TOUCHED.has(String(queryKey[1])) }),
    [queries],
  );
}

interface Outcome {
  changed: number;
  undo_id: string | null;
}

/** Says what was done and, for ten seconds, offers to take it back: exactly, however many contacts it touched. */
export function useUndo() {
  const { t } = useTranslation(["contacts", "common"]);
  const refresh = useRefreshLists();
  const undo = async (id: string) => {
    try {
      const { data } = await client.POST("/api/bulk-edits/{id}/undo", { params: { path: { id } } });
      if (data && data.kept > 0) toast.done(t("bulk.kept", { count: data.kept }));
    } catch (error) {
      toast.failed(errorWords(error));
    }
    await refresh();
  };
  return (outcome: Outcome | undefined, message: string) => {
    const id = outcome?.undo_id;
    if (!id) toast.done(message);
    else toast.undo({ message, undoLabel: t("common:undo"), onUndo: () => undo(id) });
  };
}
