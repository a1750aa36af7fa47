// The backup file a person chose, handed over to the program, and what its name tells.
import { putBytes } from "@/api/client";
import type { Upload } from "@/api/types";
import type { PickedFile } from "@/platform/types";

export const ENDING = "sellifybak";

/** How the server finds the file: where it lies, or under the number it was handed over with. */
export type Source = { path: string } | { upload_id: string };

export async function handOver(file: PickedFile): Promise<Source> {
  if (file.kind === "path") return { path: file.path };
  const upload = await putBytes<Upload>(
    `/api/uploads?name=${encodeURIComponent(withEnding(file.name))}`,
    await file.read(),
  );
  return { upload_id: upload.upload_id };
}

/** A renamed file is taken all the same: what is inside decides. */
function withEnding(name: string): string {
  return name.toLowerCase().endsWith(`.${ENDING}`) ? name : `${name}.${ENDING}`;
}

/** The mark of the recovery code that opens the file, as its name says; the name may have been changed. */
export function markInName(name: string): string | null {
  return /-(rk[0-9A-Za-z]{2,14})(?:-\d+)?\.sellifybak$/.exec(name)?.[1] ?? null;
}

/** What a person recognises her own vault by, in the order of a screen. */
export const COUNTED = ["contacts", "templates", "campaigns", "connections", "audit_entries"] as const;
