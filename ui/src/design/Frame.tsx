// The frame of a whole page: header, rail and work side by side, and what stands beside all of it.
import type { ReactNode, Ref } from "react";
import classes from "./Frame.module.css";

interface FrameProps {
  header: ReactNode;
  children: ReactNode;
  rail?: ReactNode;
  /** Below this width, in pixels, the rail gives its room to the page. */
  railFrom?: 760 | 1080;
  /** What stands beside all of it: a drawer, dialogs. */
  aside?: ReactNode;
  ref?: Ref<HTMLDivElement>;
}

export function Frame({ header, children, rail, railFrom = 760, aside, ref }: FrameProps) {
  return (
    <div className={classes.page} ref={ref}>
      <div className={classes.main}>
        {header}
        <div className={classes.body}>
          {rail ? (
            <div className={classes.rail} data-from={railFrom}>
              {rail}
            </div>
          ) : null}
          {children}
        </div>
      </div>
      {aside}
    </div>
  );
}
