// A person's initials in a circle; the name stands beside it, so it stays silent.
import { initials } from "@/lib/text";
import classes from "./Avatar.module.css";

export function Avatar({ name, size = 40 }: { name: string; size?: number }) {
  return (
    <span className={classes.avatar} style={{ width: size, height: size }} data-small={size < 32} aria-hidden>
      {initials(name)}
    </span>
  );
}
