// The frame of a question under its column: what is asked, a worked example, the answers.
import { IconArrowRight } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { icon } from "@/design/icon";
import { StatusIcon } from "@/design/StatusIcon";
import classes from "./Question.module.css";

interface QuestionProps {
  /** A person has to look; otherwise it only says what will be done. */
  asks?: boolean;
  icon: ReactNode;
  title: ReactNode;
  children?: ReactNode;
  answers?: ReactNode;
}

export function QuestionRow({ asks = false, icon: face, title, children, answers }: QuestionProps) {
  return (
    <div className={classes.row} data-asks={asks} role="row">
      <div role="cell" className={classes.cell}>
        {asks ? <StatusIcon status="asks" size={20} /> : <span className={classes.face}>{face}</span>}
        <div className={classes.words}>
          <p className={classes.title}>{title}</p>
          {children}
        </div>
        {answers ? <div className={classes.answers}>{answers}</div> : null}
      </div>
    </div>
  );
}

/** "600000012 → 06 00 00 00 12". */
export function Example({ from, to }: { from: ReactNode; to: ReactNode }) {
  return (
    <span className={classes.example}>
      <span className={classes.from}>{from}</span>
      <IconArrowRight {...icon} size={14} />
      <b>{to}</b>
    </span>
  );
}

export function Examples({ children }: { children: ReactNode }) {
  return <div className={classes.examples}>{children}</div>;
}
