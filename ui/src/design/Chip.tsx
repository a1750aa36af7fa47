// A small word in a box: a tag, a kind, a state.
import type { ReactNode } from "react";
import classes from "./Chip.module.css";

export type Tone = "plain" | "accent" | "amber" | "red" | "green";

interface ChipProps {
  children: ReactNode;
  tone?: Tone;
  icon?: ReactNode;
}

export function Chip({ children, tone = "plain", icon }: ChipProps) {
  return (
    <span className={classes.chip} data-tone={tone}>
      {icon}
      <span className="one-line">{children}</span>
    </span>
  );
}
