// The list that opens behind `{`: arrows move, Enter or Tab inserts, Esc closes.
import { type Ref, useImperativeHandle, useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./editor.module.css";
import type { KnownVariable } from "./KnownVariables";

export type VariableListHandle = { onKeyDown: (event: KeyboardEvent) => boolean };

type Props = {
  items: KnownVariable[];
  query: string;
  command: (variable: KnownVariable) => void;
  ref?: Ref<VariableListHandle>;
};

export function VariableList({ items, query, command, ref }: Props) {
  const { t } = useTranslation("templates");
  // A new list starts at its top; the place in an old one means nothing.
  const [place, setPlace] = useState({ items, index: 0 });
  const active = place.items === items ? place.index : 0;
  const setActive = (index: number) => setPlace({ items, index });

  useImperativeHandle(ref, () => ({
    onKeyDown(event) {
      if (items.length === 0) return false;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        setActive((active + step + items.length) % items.length);
        return true;
      }
      const chosen = items[active];
      if ((event.key === "Enter" || event.key === "Tab" || event.key === "}") && chosen) {
        command(chosen);
        return true;
      }
      return false;
    },
  }));

  return (
    <div className={classes.list} role="listbox" aria-label={t("list.label")}>
      {items.length === 0 ? <p className={classes.none}>{t("list.none", { query })}</p> : null}
      {items.map((variable, index) => (
        <button
          type="button"
          key={variable.name}
          role="option"
          aria-selected={index === active}
          className={classes.option}
          onMouseEnter={() => setActive(index)}
          onMouseDown={(event) => {
            event.preventDefault();
            command(variable);
          }}
        >
          <span>{variable.label}</span>
          <code>{`{${variable.name}}`}</code>
        </button>
      ))}
    </div>
  );
}
