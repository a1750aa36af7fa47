// Chooses the platform once, at start-up.
import { browser } from "./browser";
import { desktop } from "./desktop";
import type { Platform } from "./types";

export type { DropEvents, FileType, PickedFile, Platform } from "./types";

export const platform: Platform = "__TAURI_INTERNALS__" in window ? desktop : browser;
