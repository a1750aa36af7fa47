// A page before the screens: sign-in, locked vault, no answer.
import type { ReactNode } from "react";
import classes from "./GatePage.module.css";
import { Logo } from "./Logo";

export function GatePage({
  title,
  text,
  children,
}: {
  title: string;
  text?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <main className={classes.page}>
      <div className={classes.box}>
        <Logo size={40} />
        <div>
          <h1 className={classes.title}>{title}</h1>
          {text ? <p className={classes.text}>{text}</p> : null}
        </div>
        {children}
      </div>
    </main>
  );
}
