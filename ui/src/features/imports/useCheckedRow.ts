// What one row would become, asked of the server, so that no screen guesses at its rules.
import { keepPreviousData } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { Wizard } from "./useWizard";

export interface FileRow {
  line: number;
  cells: string[];
}

/** The row as the wizard's present choices would read it; the last answer stays until the next one comes. */
export function useCheckedRow(wizard: Pick<Wizard, "reading">, row: FileRow | undefined) {
  // Once the import has begun the file is no longer in hand, and this screen is about to go.
  const asked = row !== undefined && wizard.reading.upload_id !== "";
  return api.useQuery(
    "post",
    "/api/imports/check-row",
    { body: { ...wizard.reading, line: row?.line ?? 0, cells: row?.cells ?? [] } },
    { enabled: asked, placeholderData: keepPreviousData, staleTime: 60_000, retry: false },
  );
}
