// A word in a box that can be taken away, and the "+" that offers those that exist or a new one.
import { Combobox, useCombobox } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { IconButton } from "@/design/IconButton";
import { icon } from "@/design/icon";
import { fold } from "@/lib/text";
import classes from "./TagEditor.module.css";

interface RemovableProps {
  label: string;
  removeLabel: string;
  onRemove: () => void;
}

export function Removable({ label, removeLabel, onRemove }: RemovableProps) {
  return (
    <span className={classes.tag}>
      <span className="one-line">{label}</span>
      <button type="button" className={classes.remove} aria-label={removeLabel} onClick={onRemove}>
        <IconX size={12} stroke={1.75} aria-hidden />
      </button>
    </span>
  );
}

interface AddOneProps {
  label: string;
  known: readonly string[];
  taken: readonly string[];
  createLabel: (typed: string) => string;
  onAdd: (name: string) => void;
}

const OFFERED = 8;

export function AddOne({ label, known, taken, createLabel, onAdd }: AddOneProps) {
  const [typed, setTyped] = useState("");
  const combobox = useCombobox({ onDropdownClose: () => setTyped("") });
  const wanted = fold(typed.trim());
  const offered = known
    .filter((name) => fold(name).includes(wanted) && !taken.includes(name))
    .slice(0, OFFERED);
  const isNew = wanted !== "" && !known.some((name) => fold(name) === wanted);
  return (
    <Combobox
      store={combobox}
      width={240}
      position="bottom-start"
      onOptionSubmit={(value) => {
        onAdd(value);
        combobox.closeDropdown();
      }}
    >
      <Combobox.Target targetType="button">
        <IconButton
          size={24}
          label={label}
          onClick={() => {
            combobox.toggleDropdown();
            window.setTimeout(() => combobox.focusSearchInput(), 0);
          }}
        >
          <IconPlus {...icon} />
        </IconButton>
      </Combobox.Target>
      <Combobox.Dropdown className={classes.dropdown}>
        <Combobox.Search
          aria-label={label}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Combobox.Options className={classes.options}>
          {offered.map((name) => (
            <Combobox.Option key={name} value={name} className={classes.option}>
              {name}
            </Combobox.Option>
          ))}
          {isNew ? (
            <Combobox.Option value={typed.trim()} className={classes.option}>
              {createLabel(typed.trim())}
            </Combobox.Option>
          ) : null}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
