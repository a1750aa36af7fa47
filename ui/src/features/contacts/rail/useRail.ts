// The lists in the rail, and how they are named, renamed and let go of.
import { useTranslation } from "react-i18next";
import { api, client } from "@/api/client";
import { errorWords } from "@/api/errors";
import { toast } from "@/design/toast";
import { useRefreshLists, useUndo } from "../useUndo";
import type { ViewContent } from "../views";

export const useGroups = () => api.useQuery("get", "/api/groups").data;
export const useSegments = () => api.useQuery("get", "/api/segments").data;
export const useViews = () => api.useQuery("get", "/api/views").data;
export const useTags = () => api.useQuery("get", "/api/tags").data;

/** Every act answers whether it was done; what was refused has been said. */
export function useListActs() {
  const { t } = useTranslation(["contacts", "common"]);
  const refresh = useRefreshLists();
  const offerUndo = useUndo();
  const act = async (work: () => Promise<void>): Promise<boolean> => {
    try {
      await work();
      await refresh();
      return true;
    } catch (error) {
      toast.failed(errorWords(error));
      return false;
    }
  };
  const path = (id: string) => ({ params: { path: { id } } });
  return {
    addGroup: (name: string) =>
      act(async () => {
        await client.POST("/api/groups", { body: { name } });
      }),
    renameGroup: (id: string, name: string) =>
      act(async () => {
        await client.PATCH("/api/groups/{id}", { ...path(id), body: { name } });
      }),
    removeGroup: (id: string, name: string) =>
      act(async () => {
        const { data } = await client.DELETE("/api/groups/{id}", path(id));
        offerUndo(data, t("rail.groupGone", { name }));
      }),
    renameSegment: (id: string, name: string) =>
      act(async () => {
        await client.PATCH("/api/segments/{id}", { ...path(id), body: { name } });
      }),
    removeSegment: (id: string, name: string) =>
      act(async () => {
        const { data } = await client.DELETE("/api/segments/{id}", path(id));
        offerUndo(data, t("rail.segmentGone", { name }));
      }),
    renameTag: (name: string, wanted: string) =>
      act(async () => {
        const { data } = await client.PATCH("/api/tags", { body: { name, new_name: wanted } });
        offerUndo(data, t("rail.tagRenamed", { tag: name, name: wanted }));
      }),
    removeTag: (name: string) =>
      act(async () => {
        const { data } = await client.DELETE("/api/tags", { body: { name } });
        offerUndo(data, t("rail.tagGone", { tag: name }));
      }),
    addView: (name: string, view: ViewContent) =>
      act(async () => {
        await client.POST("/api/views", { body: { name, view } });
      }),
    changeView: (id: string, change: { name?: string; view?: ViewContent }) =>
      act(async () => {
        await client.PATCH("/api/views/{id}", { ...path(id), body: change });
      }),
    removeView: (id: string, name: string) =>
      act(async () => {
        const { data } = await client.DELETE("/api/views/{id}", path(id));
        offerUndo(data, t("rail.viewGone", { name }));
      }),
  };
}
