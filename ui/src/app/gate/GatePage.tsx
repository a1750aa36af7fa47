// The page before the screens: sign-in, locked vault, no answer.
import type { ReactNode } from "react";
import { Logo } from "../shell/Logo";
import classes from "./Gate.module.css";

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
