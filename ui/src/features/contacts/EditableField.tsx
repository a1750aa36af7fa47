// A value that becomes an input where it stands. Enter or leaving saves; Escape takes the typing back.
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import classes from "./EditableField.module.css";

interface EditableFieldProps {
  label: string;
  value: string;
  /** How the value reads while it is not being edited. */
  shown?: string;
  refused?: string | undefined;
  onSave: (value: string) => void;
  type?: "text" | "email" | "tel" | "date";
  inputMode?: "decimal" | undefined;
}

export function EditableField({
  label,
  value,
  shown,
  refused,
  onSave,
  type = "text",
  inputMode,
}: EditableFieldProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(value);
  const [editing, setEditing] = useState(false);
  const given = useRef(false);

  useEffect(() => {
    if (!editing && !refused) setTyped(value);
  }, [value, editing, refused]);

  const leave = () => {
    setEditing(false);
    if (given.current) {
      given.current = false;
      setTyped(value);
      return;
    }
    if (typed.trim() !== value) onSave(typed.trim());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") input.current?.blur();
    if (event.key === "Escape") {
      event.preventDefault();
      given.current = true;
      input.current?.blur();
    }
  };
  return (
    <div className={classes.field}>
      <label htmlFor={id} className={classes.label}>
        {label}
      </label>
      <div className={classes.control}>
        <input
          id={id}
          ref={input}
          className={classes.input}
          data-empty={value === ""}
          type={type}
          inputMode={inputMode}
          value={editing || refused ? typed : (shown ?? typed)}
          aria-invalid={refused ? true : undefined}
          aria-describedby={refused ? `${id}-why` : undefined}
          autoComplete="off"
          spellCheck={false}
          onFocus={() => setEditing(true)}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onBlur={leave}
          onKeyDown={onKeyDown}
        />
        {refused ? (
          <p id={`${id}-why`} className={classes.why} role="alert">
            {refused}
          </p>
        ) : null}
      </div>
    </div>
  );
}
