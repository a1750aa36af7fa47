// The wizard's memory: the file in hand, how it is read, what each column becomes. Its place is in the address.
import { useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useCallback, useEffect, useMemo, useState } from "react";
import { api } from "@/api/client";
import { handFileOver } from "@/api/handFileOver";
import type { ImportRequest } from "@/api/types";
import type { PickedFile } from "@/platform";
import { handOver } from "@/platform/handOver";
import { type Choices, effective, FRESH, keep, type ReadOptions, recall } from "./choices";
import type { ColumnChoice } from "./contract";
import type { ImportSearch } from "./search";

const route = getRouteApi("/contacts/import");

/** Which upload a look at a file was for. */
function uploadOf(key: readonly unknown[] | undefined): unknown {
  return (key?.[2] as { body?: { upload_id?: unknown } } | undefined)?.body?.upload_id;
}

/** The choices for one upload, kept beside it. */
function useChoices(upload: string | undefined) {
  const [choices, setChoices] = useState<Choices>(() => recall(upload));
  const change = useCallback(
    (next: Partial<Choices>) =>
      setChoices((before) => {
        const after = { ...before, ...next };
        if (upload) keep(upload, after);
        return after;
      }),
    [upload],
  );
  return { choices, change, setChoices };
}

export function useWizard() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const queries = useQueryClient();
  const settings = api.useQuery("get", "/api/settings");
  const { choices, change, setChoices } = useChoices(search.upload);
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
    {
      enabled: Boolean(search.upload) && !search.import,
      staleTime: Number.POSITIVE_INFINITY,
      // Read otherwise, the file stays on the screen until the new look at it has come.
      placeholderData: (before, query) => (uploadOf(query?.queryKey) === search.upload ? before : undefined),
    },
  );
  const found = inspection.data;

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
    [go, setChoices],
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
      if (body.dry_run) go({ ...search, check: import_id });
      else go({ import: import_id });
    },
  });

  const plan = useMemo(
    () => effective(choices, found, settings.data?.country ?? "FR"),
    [choices, found, settings.data?.country],
  );
  /** What decides how a row is read: shared by the order and by the check of one row. */
  const reading = useMemo(
    () => ({
      upload_id: search.upload ?? "",
      ...choices.read,
      mapping: plan.mapping,
      columns: plan.columns,
      country: plan.country,
      require: plan.acceptPhoneOnly ? ("email_or_phone" as const) : ("email" as const),
      policy: plan.policy,
      new_fields: plan.newFields,
    }),
    [search.upload, choices.read, plan],
  );
  const order = (dryRun: boolean, changed: Partial<typeof reading> = {}): ImportRequest => ({
    ...reading,
    ...changed,
    tags: choices.tags,
    corrections: plan.corrections,
    dry_run: dryRun,
  });

  /** Other cells may come out, so everything that was said about columns and lines starts anew. */
  const read = (next: ReadOptions) =>
    change({
      read: { ...choices.read, ...next },
      mapping: null,
      columns: {},
      newFields: [],
      corrections: {},
      counted: {},
    });

  /** The same cells, their letters mended or left: only texts change, no column. */
  const readAgain = (next: ReadOptions) =>
    change({ read: { ...choices.read, ...next }, corrections: {}, counted: {} });

  const mapColumn = (index: number, field: string | null) =>
    change({ mapping: plan.mapping.map((before, at) => (at === index ? field : before)) });

  const chooseFor = (indices: number[], choice: ColumnChoice) =>
    change({
      columns: {
        ...choices.columns,
        ...Object.fromEntries(indices.map((at) => [at, { ...choices.columns[at], ...choice }])),
      },
    });

  return {
    search,
    go,
    choices,
    change,
    ...plan,
    reading,
    read,
    readAgain,
    mapColumn,
    chooseFor,
    inspection,
    takeFile,
    uploading,
    uploadError,
    starting: start.isPending,
    startError: start.error,
    check: (changed: Partial<typeof reading> = {}) => {
      change({ counted: choices.corrections });
      start.mutate({ body: order(true, changed) });
    },
    commit: () => start.mutate({ body: order(false) }),
  };
}

export type Wizard = ReturnType<typeof useWizard>;
