// A list from another program on its way in: the file, how it is read, what it would add.
import { useState } from "react";
import { api } from "@/api/client";
import { handFileOver } from "@/api/handFileOver";
import type { components } from "@/api/schema";
import type { PickedFile } from "@/platform";
import type { ListChannel } from "./channels";

type Schemas = components["schemas"];
export type ListOutcome = Schemas["SuppressionListOutcome"];
export type Reason = Schemas["SuppressionReason"];

export interface ListChoices {
  channel: ListChannel;
  /** null: as it was found. */
  column: number | null;
  /** null: as the file shows it. */
  reason: Reason | null;
  source: string;
}

interface UseListProps {
  channel: ListChannel;
  onAdded: (outcome: ListOutcome) => void;
}

export function useList({ channel, onAdded }: UseListProps) {
  const [choices, setChoices] = useState<ListChoices>({ channel, column: null, reason: null, source: "" });
  const [upload, setUpload] = useState<{ id: string; name: string } | null>(null);
  const [handing, setHanding] = useState(false);
  const [handError, setHandError] = useState<unknown>(null);
  const { column, reason } = choices;
  const asked = {
    upload_id: upload?.id ?? "",
    channel: choices.channel,
    ...(column === null ? {} : { column }),
    ...(reason === null ? {} : { reason }),
  };
  // The source changes nothing in the counts: the file is not read again for it.
  const preview = api.useQuery(
    "post",
    "/api/suppressions/import/preview",
    { body: asked as Schemas["SuppressionListRequest"] },
    { enabled: upload !== null, retry: false, staleTime: Number.POSITIVE_INFINITY },
  );
  const adding = api.useMutation("post", "/api/suppressions/import", { onSuccess: onAdded });
  const take = async (file: PickedFile) => {
    setHanding(true);
    setHandError(null);
    try {
      const { upload_id, name } = await handFileOver(file);
      setChoices((before) => ({ ...before, column: null, reason: null }));
      setUpload({ id: upload_id, name });
    } catch (error) {
      setHandError(error);
    } finally {
      setHanding(false);
    }
  };
  const body = { ...asked, source: choices.source.trim() } as Schemas["SuppressionListRequest"];
  return {
    choices,
    change: (next: Partial<ListChoices>) => setChoices((before) => ({ ...before, ...next })),
    upload,
    take,
    reading: handing || (upload !== null && preview.isFetching),
    found: upload === null ? undefined : preview.data,
    error: handError ?? adding.error ?? preview.error,
    add: () => adding.mutate({ body }),
    adding: adding.isPending,
  };
}
