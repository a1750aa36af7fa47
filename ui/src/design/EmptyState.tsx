// What goes here, and the one next act. "Nothing yet" and "no result" are different sentences.
import type { ReactNode } from "react";
import classes from "./EmptyState.module.css";

interface EmptyStateProps {
  icon?: ReactNode;
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  second?: ReactNode;
}

export function EmptyState({ icon, title, children, action, second }: EmptyStateProps) {
  return (
    <div className={classes.empty}>
      {icon ? <div className={classes.icon}>{icon}</div> : null}
      <h2 className={classes.title}>{title}</h2>
      {children ? <p className={classes.text}>{children}</p> : null}
      {action || second ? (
        <div className={classes.actions}>
          {action}
          {second}
        </div>
      ) : null}
    </div>
  );
}
