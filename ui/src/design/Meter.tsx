// A bar that fills: the running job in the accent, everything measured in graphite.
import classes from "./Meter.module.css";

interface MeterProps {
  label: string;
  /** What a screen reader says instead of the bare percentage. */
  text?: string;
  value: number;
  max: number;
  tone?: "accent" | "gauge";
}

export function Meter({ label, text, value, max, tone = "accent" }: MeterProps) {
  const share = max > 0 ? Math.min(1, Math.max(0, value / max)) : 0;
  return (
    <div
      className={classes.track}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.floor(share * 100)}
      aria-valuetext={text}
    >
      <div className={classes.fill} data-tone={tone} style={{ width: `${share * 100}%` }} />
    </div>
  );
}
