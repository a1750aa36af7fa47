// The frame of every place the rail leads to: the header, the rail, and what the place shows.
import type { ReactNode, Ref } from "react";
import { Rail } from "./Rail";
import classes from "./RailPage.module.css";

interface RailPageProps {
  header: ReactNode;
  children: ReactNode;
  /** What stands beside all of it: a drawer, dialogs. */
  aside?: ReactNode;
  ref?: Ref<HTMLDivElement>;
}

export function RailPage({ header, children, aside, ref }: RailPageProps) {
  return (
    <div className={classes.page} ref={ref}>
      <div className={classes.main}>
        {header}
        <div className={classes.body}>
          <div className={classes.railSlot}>
            <Rail />
          </div>
          {children}
        </div>
      </div>
      {aside}
    </div>
  );
}
