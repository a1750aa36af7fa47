// Details beside a list. It pushes the list instead of covering it; on a narrow page it takes the page.
import { IconChevronDown, IconChevronUp, IconX } from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef } from "react";
import classes from "./Drawer.module.css";
import { IconButton } from "./IconButton";
import { icon } from "./icon";

interface DrawerProps {
  /** What it shows, read aloud. */
  label: string;
  /** "3 sur 9 104". */
  position?: ReactNode;
  actions?: ReactNode;
  onPrevious?: (() => void) | undefined;
  onNext?: (() => void) | undefined;
  onClose: () => void;
  words: { previous: string; next: string; close: string };
  children: ReactNode;
}

export function Drawer({
  label,
  position,
  actions,
  onPrevious,
  onNext,
  onClose,
  words,
  children,
}: DrawerProps) {
  const root = useRef<HTMLElement>(null);
  useEffect(() => {
    const close = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      const target = event.target as HTMLElement;
      // An open field gives Escape to itself first; lists beside the drawer have their own.
      if (root.current?.contains(target) && /^(INPUT|TEXTAREA)$/.test(target.tagName)) {
        target.blur();
        return;
      }
      if (root.current?.contains(target) || target === document.body) onClose();
    };
    document.addEventListener("keydown", close);
    return () => document.removeEventListener("keydown", close);
  }, [onClose]);

  return (
    <aside ref={root} className={classes.drawer} aria-label={label}>
      <div className={classes.bar}>
        {onPrevious || onNext ? (
          <>
            <IconButton label={words.previous} onClick={onPrevious} disabled={!onPrevious}>
              <IconChevronUp {...icon} />
            </IconButton>
            <IconButton label={words.next} onClick={onNext} disabled={!onNext}>
              <IconChevronDown {...icon} />
            </IconButton>
          </>
        ) : null}
        <span className={classes.position}>{position}</span>
        {actions}
        <IconButton label={words.close} onClick={onClose}>
          <IconX {...icon} />
        </IconButton>
      </div>
      <div className={classes.body}>{children}</div>
    </aside>
  );
}

interface DrawerSectionProps {
  title: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
}

export function DrawerSection({ title, aside, children }: DrawerSectionProps) {
  return (
    <section className={classes.section}>
      <div className={classes.sectionHead}>
        <h3 className={classes.sectionTitle}>{title}</h3>
        {aside ? <span className={classes.sectionAside}>{aside}</span> : null}
      </div>
      {children}
    </section>
  );
}
