// A titled part of the rail with its own "+".
import { IconPlus } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { IconButton } from "@/design/IconButton";
import { icon } from "@/design/icon";
import { Naming } from "./Naming";
import classes from "./Rail.module.css";

interface RailSectionProps {
  title: string;
  face: ReactNode;
  /** The "+": a name typed in place. */
  add?: { label: string; placeholder: string; onName: (name: string) => Promise<boolean> };
  /** The "+" of a section whose members are made elsewhere. */
  addElsewhere?: { label: string; go: () => void };
  /** Said when the section is empty. */
  hint: string | null;
  children: ReactNode;
}

export function RailSection({ title, face, add, addElsewhere, hint, children }: RailSectionProps) {
  const [naming, setNaming] = useState(false);
  const plus = add ?? addElsewhere;
  return (
    <section>
      <div className={classes.head}>
        <h2 className={classes.title}>
          {face}
          <span className="one-line">{title}</span>
        </h2>
        {plus ? (
          <IconButton
            label={plus.label}
            size={24}
            onClick={() => (addElsewhere ? addElsewhere.go() : setNaming(true))}
          >
            <IconPlus {...icon} />
          </IconButton>
        ) : null}
      </div>
      {naming && add ? (
        <Naming
          label={add.label}
          placeholder={add.placeholder}
          onName={add.onName}
          onEnd={() => setNaming(false)}
        />
      ) : null}
      {hint && !naming ? <p className={classes.hint}>{hint}</p> : null}
      <ul>{children}</ul>
    </section>
  );
}
