// The keys between opening the palette and its field being there: on a busy page that is long enough for a word.
import { spotlight } from "@mantine/spotlight";

interface Early {
  text: string;
  /** Enter was pressed after the text. */
  enter: boolean;
}

const PATIENCE_MS = 2_000;
let early: Early = { text: "", enter: false };
let stop: (() => void) | undefined;

/** Opens the palette and keeps what is typed until its field takes over. */
export function openPalette(): void {
  takeEarly();
  const hear = (event: KeyboardEvent) => {
    const inDialog = (event.target as HTMLElement | null)?.closest?.('[role="dialog"]');
    if (inDialog || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      takeEarly();
      return;
    }
    if (event.key === "Enter") early.enter = true;
    else if (event.key === "Backspace") early.text = early.text.slice(0, -1);
    else if (event.key.length === 1) early.text += event.key;
    else return;
    // Nothing behind the palette hears it, no shortcut and no row.
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  document.addEventListener("keydown", hear, { capture: true });
  const timer = window.setTimeout(() => stop?.(), PATIENCE_MS);
  stop = () => {
    stop = undefined;
    window.clearTimeout(timer);
    document.removeEventListener("keydown", hear, { capture: true });
  };
  spotlight.open();
}

/** What was typed so far; from here on the field hears for itself. */
export function takeEarly(): Early {
  stop?.();
  const taken = early;
  early = { text: "", enter: false };
  return taken;
}
