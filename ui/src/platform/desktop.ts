// The platform in the program's own window. The window does the file work: a page never touches the disk.
import { invoke } from "@tauri-apps/api/core";
import { getCurrentWebview } from "@tauri-apps/api/webview";
import { checkExternal, type DropEvents, type PickedFile, type Platform } from "./types";

function nameOf(path: string): string {
  return path.split(/[\\/]/).pop() ?? path;
}

function byPath(path: string): PickedFile {
  return { kind: "path", name: nameOf(path), path };
}

function onFileDrop({ onHover, onDrop }: DropEvents): () => void {
  const stop = getCurrentWebview().onDragDropEvent(({ payload }) => {
    if (payload.type === "enter") onHover(payload.paths.length > 0);
    if (payload.type === "leave") onHover(false);
    if (payload.type === "drop") {
      onHover(false);
      if (payload.paths.length > 0) onDrop(payload.paths.map(byPath));
    }
  });
  return () => {
    void stop.then((unlisten) => unlisten());
  };
}

export const desktop: Platform = {
  kind: "window",
  pickFile: async (types) => {
    const path = await invoke<string | null>("pick_file", { types });
    return path === null ? null : byPath(path);
  },
  // The bytes go as the raw body; the name travels beside them, percent-encoded because headers are ASCII.
  saveFile: (name, bytes) =>
    invoke<boolean>("save_file", bytes, { headers: { "x-file-name": encodeURIComponent(name) } }),
  openExternal: (url) =>
    invoke("open_external", { url: checkExternal(url).href, language: document.documentElement.lang }),
  onFileDrop,
  notify: (title, body) => invoke("notify", { title, body }),
};
