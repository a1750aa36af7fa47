// Grey lines where text will stand; they appear only when the answer takes longer than 300 ms.
import classes from "./Skeletons.module.css";

export function Skeletons({ lines = 3, label }: { lines?: number; label: string }) {
  return (
    <div className={classes.lines} role="status" aria-label={label}>
      {Array.from({ length: lines }, (_, index) => `line-${index}`).map((key, index) => (
        <span key={key} className={classes.line} style={{ width: `${88 - ((index * 23) % 45)}%` }} />
      ))}
    </div>
  );
}
