// A search field that carries its own answer: how many, how fast.
import { IconSearch, IconX } from "@tabler/icons-react";
import { type KeyboardEvent, type ReactNode, type Ref, useId } from "react";
import { IconButton } from "./IconButton";
import { icon } from "./icon";
import classes from "./SearchField.module.css";

interface SearchFieldProps {
  ref?: Ref<HTMLInputElement>;
  label: string;
  placeholder?: string;
  value: string;
  onChange: (value: string) => void;
  onKeyDown?: (event: KeyboardEvent<HTMLInputElement>) => void;
  /** "9 104 contacts · 12 ms". */
  answer?: ReactNode;
  clearLabel: string;
}

export function SearchField(props: SearchFieldProps) {
  const id = useId();
  return (
    <div className={classes.field} role="search">
      <IconSearch {...icon} className={classes.glass} />
      <label htmlFor={id} className="only-heard">
        {props.label}
      </label>
      <input
        id={id}
        ref={props.ref}
        className={classes.input}
        type="text"
        inputMode="search"
        autoComplete="off"
        spellCheck={false}
        placeholder={props.placeholder ?? props.label}
        value={props.value}
        onChange={(event) => props.onChange(event.currentTarget.value)}
        onKeyDown={props.onKeyDown}
      />
      <span className={classes.answer} role="status">
        {props.answer}
      </span>
      {props.value ? (
        <IconButton label={props.clearLabel} size={24} onClick={() => props.onChange("")}>
          <IconX {...icon} />
        </IconButton>
      ) : null}
    </div>
  );
}
