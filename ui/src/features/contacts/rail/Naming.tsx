// A name typed where it will stand. Enter keeps it, Escape and an empty field do not.
import { TextInput } from "@mantine/core";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import classes from "./Rail.module.css";

interface NamingProps {
  label: string;
  value?: string;
  placeholder?: string;
  /** Resolves to whether the name was taken; a refused one stays to be mended. */
  onName: (name: string) => Promise<boolean>;
  onEnd: () => void;
}

export function Naming({ label, value = "", placeholder, onName, onEnd }: NamingProps) {
  const [typed, setTyped] = useState(value);
  const field = useRef<HTMLInputElement>(null);
  const busy = useRef(false);
  useEffect(() => {
    // A menu that closes gives the focus back first.
    const timer = window.setTimeout(() => field.current?.select(), 0);
    return () => window.clearTimeout(timer);
  }, []);
  const keep = async () => {
    const name = typed.trim();
    if (busy.current) return;
    if (name === "" || name === value) {
      onEnd();
      return;
    }
    busy.current = true;
    const taken = await onName(name);
    busy.current = false;
    if (taken) onEnd();
    else field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") void keep();
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      onEnd();
    }
  };
  return (
    <div className={classes.naming}>
      <TextInput
        ref={field}
        aria-label={label}
        {...(placeholder === undefined ? {} : { placeholder })}
        value={typed}
        maxLength={100}
        autoComplete="off"
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onBlur={() => void keep()}
      />
    </div>
  );
}
