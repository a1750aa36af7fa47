// A shortcut as it is printed on this system's keyboard.
import { i18n } from "@/i18n";
import classes from "./Keys.module.css";

const MAC = /Mac|iPhone|iPad/.test(navigator.userAgent);
const SIGNS: Record<string, string> = {
  mod: MAC ? "⌘" : "Ctrl",
  enter: "↵",
  up: "↑",
  down: "↓",
};

function nameOf(key: string): string {
  if (key === "shift" && MAC) return "⇧";
  if (key === "space" || key === "escape" || key === "shift") return i18n.t(`keys.${key}`);
  return SIGNS[key] ?? (key.length === 1 ? key.toUpperCase() : key);
}

/** "mod+k" becomes "Ctrl K", "g c" stays two keys in turn. */
export function keyNames(keys: string): string[] {
  return keys.split(/[+ ]/).filter(Boolean).map(nameOf);
}

export function Keys({ keys }: { keys: string }) {
  return (
    <span className={classes.keys}>
      {keyNames(keys).map((name) => (
        <kbd key={name} className={classes.key}>
          {name}
        </kbd>
      ))}
    </span>
  );
}
