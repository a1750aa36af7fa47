// The wizard's memory: the file in hand, how it is read, what each column becomes. Its place is in the address.
import { useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useCallback, useEffect, useState } from "react";
import { api, client, putBytes } from "@/api/client";
import type { ImportRequest, Inspection, InspectRequest, Upload } from "@/api/types";
import type { PickedFile } from "@/platform";
import { handOver } from "@/platform/handOver";
import type { ImportSearch } from "./search";

const route = getRouteApi("/contacts/import");

export type ReadOptions = Omit<InspectRequest, "upload_id">;
export type Mapping = (string | null)[];

export interface Choices {
  read: ReadOptions;
  /** Absent: as suggested. */
  mapping: Mapping | null;
  tags: string[];
  country: string | null;
  acceptPhoneOnly: boolean;
}

const FRESH: Choices = { read: {}, mapping: null, tags: [], country: null, acceptPhoneOnly: false };

/** Choices outlive a reload: they are kept beside the upload they belong to. */
function keyOf(upload: string): string {
  return `sellify.import.${upload}`;
}

function recall(upload: string | undefined): Choices {
  const kept = upload ? sessionStorage.getItem(keyOf(upload)) : null;
  return kept ? { ...FRESH, ...(JSON.parse(kept) as Partial<Choices>) } : FRESH;
}

async function handFileOver(file: PickedFile): Promise<Upload> {
  if (file.kind === "path") {
    const { data } = await client.POST("/api/uploads/path", { body: { path: file.path } });
    return data as Upload;
  }
  return putBytes<Upload>(`/api/uploads?name=${encodeURIComponent(file.name)}`, await file.read());
}

export function useWizard() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const queries = useQueryClient();
  const settings = api.useQuery("get", "/api/settings");
  const [choices, setChoices] = useState<Choices>(() => recall(search.upload));
  const [uploading, setUploading] = useState<string | null>(null);
  const [uploadError, setUploadError] = useState<unknown>(null);

  const go = useCallback(
    (next: ImportSearch, replace = false) => void navigate({ search: next, replace }),
    [navigate],
  );
  const inspection = api.useQuery(
    "post",
    "/api/imports/inspect",
    { body: { upload_id: search.upload ?? "", ...choices.read } },
    { enabled: Boolean(search.upload) && !search.import, staleTime: Number.POSITIVE_INFINITY },
  );

  const change = useCallback(
    (next: Partial<Choices>) =>
      setChoices((before) => {
        const after = { ...before, ...next };
        if (search.upload) sessionStorage.setItem(keyOf(search.upload), JSON.stringify(after));
        return after;
      }),
    [search.upload],
  );

  const takeFile = useCallback(
    async (file: PickedFile) => {
      setUploading(file.name);
      setUploadError(null);
      try {
        const upload = await handFileOver(file);
        setChoices(FRESH);
        go({ upload: upload.upload_id, name: upload.name });
      } catch (error) {
        setUploadError(error);
        go({});
      } finally {
        setUploading(null);
      }
    },
    [go],
  );

  useEffect(() => {
    const take = () => {
      const file = handOver.take();
      if (file) void takeFile(file);
    };
    take();
    return handOver.onPut(take);
  }, [takeFile]);

  const start = api.useMutation("post", "/api/imports", {
    onSuccess: ({ import_id }, { body }) => {
      void queries.invalidateQueries({ queryKey: ["get", "/api/jobs"] });
      if (body.dry_run) go({ ...search, check: import_id, tab: undefined });
      else go({ import: import_id });
    },
  });

  const country = choices.country ?? settings.data?.country ?? "FR";
  const mapping = choices.mapping ?? inspection.data?.default_mapping ?? [];
  const request = (dryRun: boolean): ImportRequest => ({
    upload_id: search.upload ?? "",
    ...choices.read,
    mapping,
    tags: choices.tags,
    country,
    require: choices.acceptPhoneOnly ? "email_or_phone" : "email",
    dry_run: dryRun,
  });

  return {
    search,
    go,
    choices,
    change,
    country,
    mapping,
    inspection,
    takeFile,
    uploading,
    uploadError,
    starting: start.isPending,
    startError: start.error,
    check: () => start.mutate({ body: request(true) }),
    commit: () => start.mutate({ body: request(false) }),
  };
}

export type Wizard = ReturnType<typeof useWizard>;
export type { Inspection };
