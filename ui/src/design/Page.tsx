// The frame of a screen: a heading with its acts, sections, cards.
import type { ReactNode } from "react";
import classes from "./Page.module.css";

export function Page({ children, wide = false }: { children: ReactNode; wide?: boolean }) {
  return (
    <div className={classes.scroll}>
      <div className={wide ? classes.wide : classes.page}>{children}</div>
    </div>
  );
}

interface PageHeaderProps {
  title: ReactNode;
  subtitle?: ReactNode;
  /** Breadcrumb or other line above the title. */
  above?: ReactNode;
  actions?: ReactNode;
}

export function PageHeader({ title, subtitle, above, actions }: PageHeaderProps) {
  return (
    <header className={classes.header}>
      <div className={classes.heading}>
        {above ? <div className={classes.above}>{above}</div> : null}
        <h1 className={classes.title}>{title}</h1>
        {subtitle ? <p className={classes.subtitle}>{subtitle}</p> : null}
      </div>
      {actions ? <div className={classes.actions}>{actions}</div> : null}
    </header>
  );
}

interface SectionProps {
  title: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
}

export function Section({ title, aside, children }: SectionProps) {
  return (
    <section className={classes.section}>
      <div className={classes.sectionHead}>
        <h2 className={classes.sectionTitle}>{title}</h2>
        {aside ? <div className={classes.sectionAside}>{aside}</div> : null}
      </div>
      {children}
    </section>
  );
}

export function Card({ children, padded = false }: { children: ReactNode; padded?: boolean }) {
  return <div className={padded ? `${classes.card} ${classes.padded}` : classes.card}>{children}</div>;
}
