// A file that a person picked goes to the program: by its path where both see the same disk, else byte by byte.
import type { PickedFile } from "@/platform";
import { client, putBytes } from "./client";
import type { Upload } from "./types";

export async function handFileOver(file: PickedFile): Promise<Upload> {
  if (file.kind === "path") {
    const { data } = await client.POST("/api/uploads/path", { body: { path: file.path } });
    return data as Upload;
  }
  return putBytes<Upload>(`/api/uploads?name=${encodeURIComponent(file.name)}`, await file.read());
}
