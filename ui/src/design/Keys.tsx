// A shortcut as it is printed on this system's keyboard.
import classes from "./Keys.module.css";

const MAC = /Mac|iPhone|iPad/.test(navigator.userAgent);
const NAMES: Record<string, string> = {
  mod: MAC ? "⌘" : "Ctrl",
  shift: MAC ? "⇧" : "Maj",
  enter: "↵",
  escape: "Esc",
  up: "↑",
  down: "↓",
};

/** "mod+k" becomes "Ctrl K", "g c" stays two keys in turn. */
export function keyNames(keys: string): string[] {
  return keys
    .split(/[+ ]/)
    .filter(Boolean)
    .map((key) => NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key));
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
