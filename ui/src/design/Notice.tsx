// A sentence that needs to be read where it stands: a failure, a question, a reassurance.
import type { ReactNode } from "react";
import classes from "./Notice.module.css";
import { type Status, StatusIcon } from "./StatusIcon";

interface NoticeProps {
  tone: "amber" | "red" | "green" | "plain";
  title?: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
}

const SHAPE: Record<NoticeProps["tone"], Status> = {
  amber: "asks",
  red: "blocked",
  green: "done",
  plain: "later",
};

export function Notice({ tone, title, children, action }: NoticeProps) {
  return (
    <div className={classes.notice} data-tone={tone} role={tone === "red" ? "alert" : "status"}>
      <StatusIcon status={SHAPE[tone]} size={20} />
      <div className={classes.text}>
        {title ? <p className={classes.title}>{title}</p> : null}
        {children ? <div className={classes.body}>{children}</div> : null}
      </div>
      {action ? <div className={classes.action}>{action}</div> : null}
    </div>
  );
}
