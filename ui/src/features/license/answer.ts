// The vendor's file on its way to the server: its text from a browser, an upload from the window, which reads paths itself.
import { client } from "@/api/client";
import { ApiError } from "@/api/errors";
import type { PickedFile } from "@/platform";

export const EXTENSIONS = ["sellify", "lic", "txt", "pem", "asc"] as const;

/** A licence is a page of text; more than this is some other file. */
const LARGEST = 64 * 1024;

export type LicenseText = { text: string } | { upload_id: string };

export async function answerOf(file: PickedFile): Promise<LicenseText> {
  if (file.kind === "path") {
    const { data } = await client.POST("/api/uploads/path", { body: { path: file.path } });
    return { upload_id: data?.upload_id ?? "" };
  }
  if (file.size > LARGEST) throw new ApiError({ code: "license_too_large" });
  return { text: new TextDecoder().decode(await file.read()) };
}
