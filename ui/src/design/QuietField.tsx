// A name that is a title until it is pointed at or focused, and a field from then on.
import { TextInput } from "@mantine/core";
import classes from "./QuietField.module.css";

interface QuietFieldProps {
  /** What is named, read aloud. */
  label: string;
  value: string;
  onChange: (value: string) => void;
  size?: "base" | "title";
}

export function QuietField({ label, value, onChange, size = "base" }: QuietFieldProps) {
  return (
    <TextInput
      aria-label={label}
      className={classes.root ?? ""}
      classNames={{ input: `${classes.quiet} ${size === "title" ? classes.large : classes.base}` }}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === "Enter") event.currentTarget.blur();
      }}
      autoComplete="off"
      spellCheck={false}
    />
  );
}

/** The same quiet look for another field of the house. */
export const quietInput = classes.quiet ?? "";
