// Hears the keyboard for the registry: chords with Ctrl or Cmd anywhere, single letters only outside fields.
import { allCommands, type Command } from "./commands";

/** Locks the vault. With Shift: the bare chord belongs to a browser's address bar. */
export const LOCK_KEYS = "mod+shift+l";

const SINGLE_KEYS_OFF = "sellify.single-keys-off";
const SEQUENCE_MS = 1_000;

/** Single-letter shortcuts can be turned off (WCAG 2.1.4): speech input may type them by accident. */
export function singleKeysOn(): boolean {
  return localStorage.getItem(SINGLE_KEYS_OFF) !== "1";
}

export function setSingleKeys(on: boolean): void {
  if (on) localStorage.removeItem(SINGLE_KEYS_OFF);
  else localStorage.setItem(SINGLE_KEYS_OFF, "1");
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "button"].includes(target.type);
  return (
    target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
  );
}

/** The pressed key in the registry's spelling: "g", "?", "mod+k", "mod+shift+l". */
export function spell(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key.toLowerCase().replace("arrow", "");
  if (!event.ctrlKey && !event.metaKey) return key;
  return event.shiftKey ? `mod+shift+${key}` : `mod+${key}`;
}

function find(commands: readonly Command[], keys: string): Command | undefined {
  // The latest registration wins: what stands in front hears first.
  return commands.findLast((command) => command.keys === keys);
}

/** Starts listening; returns the way to stop. */
export function listenForShortcuts(): () => void {
  let before = "";
  let beforeAt = 0;
  const hear = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.altKey || event.repeat) return;
    const key = spell(event);
    const chord = key.startsWith("mod+");
    const inDialog = document.querySelector('[role="dialog"]') !== null;
    if (!chord && (isTyping(event.target) || inDialog || !singleKeysOn())) return;
    const now = event.timeStamp;
    const sequence = before && now - beforeAt < SEQUENCE_MS ? `${before} ${key}` : "";
    const command = (sequence && find(allCommands(), sequence)) || find(allCommands(), key);
    before = chord ? "" : key;
    beforeAt = now;
    if (!command || (chord && isTyping(event.target) && !command.anywhere)) return;
    event.preventDefault();
    before = "";
    command.run();
  };
  document.addEventListener("keydown", hear);
  return () => document.removeEventListener("keydown", hear);
}
