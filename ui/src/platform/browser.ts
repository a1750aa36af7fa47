// The platform in a browser: `sellify serve`.
import { checkExternal, type DropEvents, type FileType, type PickedFile, type Platform } from "./types";

function picked(file: File): PickedFile {
  return { kind: "bytes", name: file.name, size: file.size, read: () => file.arrayBuffer() };
}

function pickFile(types: FileType[]): Promise<PickedFile | null> {
  return new Promise((resolve) => {
    const input = document.createElement("input");
    input.type = "file";
    input.accept = types.flatMap((type) => type.extensions.map((extension) => `.${extension}`)).join(",");
    input.addEventListener("change", () => {
      const file = input.files?.[0];
      resolve(file ? picked(file) : null);
    });
    input.addEventListener("cancel", () => resolve(null));
    input.click();
  });
}

async function saveFile(name: string, bytes: ArrayBuffer, mime: string): Promise<boolean> {
  const address = URL.createObjectURL(new Blob([bytes], { type: mime }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The download has its own hold on the bytes once it has begun.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
  return true;
}

function carriesFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes("Files") ?? false;
}

function onFileDrop({ onHover, onDrop }: DropEvents): () => void {
  // `dragleave` fires for every child crossed; the depth tells the page's own edge.
  let depth = 0;
  const enter = (event: DragEvent) => {
    if (!carriesFiles(event)) return;
    depth += 1;
    if (depth === 1) onHover(true);
  };
  const leave = (event: DragEvent) => {
    if (!carriesFiles(event)) return;
    depth = Math.max(0, depth - 1);
    if (depth === 0) onHover(false);
  };
  const over = (event: DragEvent) => {
    if (carriesFiles(event)) event.preventDefault();
  };
  const drop = (event: DragEvent) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    depth = 0;
    onHover(false);
    const files = [...(event.dataTransfer?.files ?? [])].map(picked);
    if (files.length > 0) onDrop(files);
  };
  window.addEventListener("dragenter", enter);
  window.addEventListener("dragleave", leave);
  window.addEventListener("dragover", over);
  window.addEventListener("drop", drop);
  return () => {
    window.removeEventListener("dragenter", enter);
    window.removeEventListener("dragleave", leave);
    window.removeEventListener("dragover", over);
    window.removeEventListener("drop", drop);
  };
}

export const browser: Platform = {
  kind: "browser",
  pickFile,
  saveFile,
  openExternal: async (url) => {
    window.open(checkExternal(url), "_blank", "noopener,noreferrer");
  },
  onFileDrop,
  notify: async (title, body) => {
    if (!("Notification" in window)) return;
    if (Notification.permission === "default") await Notification.requestPermission();
    if (Notification.permission === "granted") new Notification(title, { body });
  },
};
