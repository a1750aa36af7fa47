// What the screens may ask of the machine they run on.

/** A file a person chose: by path in the window, by its bytes in a browser. */
export type PickedFile =
  | { kind: "path"; name: string; path: string }
  | { kind: "bytes"; name: string; size: number; read: () => Promise<ArrayBuffer> };

export interface FileType {
  name: string;
  extensions: string[];
}

export interface DropEvents {
  /** A file hovers over the page (`true`) or has left it (`false`). */
  onHover: (over: boolean) => void;
  onDrop: (files: PickedFile[]) => void;
}

export interface Platform {
  readonly kind: "window" | "browser";
  pickFile: (types: FileType[]) => Promise<PickedFile | null>;
  /** Saves the bytes; `false` when the person changed their mind. */
  saveFile: (name: string, bytes: ArrayBuffer, mime: string) => Promise<boolean>;
  /** Only http, https and mailto leave the program. */
  openExternal: (url: string) => Promise<void>;
  /** Hears files dropped anywhere; returns the way to stop. */
  onFileDrop: (events: DropEvents) => () => void;
  notify: (title: string, body: string) => Promise<void>;
}

const LEAVES = new Set(["http:", "https:", "mailto:"]);

/** Refuses every address that is not plainly a page or a message. */
export function checkExternal(url: string): URL {
  const parsed = new URL(url);
  if (!LEAVES.has(parsed.protocol)) throw new TypeError(`refused to open ${parsed.protocol}`);
  return parsed;
}
