// A contact's tags: take one away, add one that exists or a new one.
import { Combobox, useCombobox } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { IconButton } from "@/design/IconButton";
import { icon } from "@/design/icon";
import { fold } from "@/lib/text";
import classes from "./TagEditor.module.css";

interface TagEditorProps {
  tags: readonly string[];
  onChange: (tags: string[]) => void;
}

const OFFERED = 8;

export function TagEditor({ tags, onChange }: TagEditorProps) {
  const { t } = useTranslation("contacts");
  return (
    <div className={classes.tags}>
      {tags.map((tag) => (
        <span key={tag} className={classes.tag}>
          <span className="one-line">{tag}</span>
          <button
            type="button"
            className={classes.remove}
            aria-label={t("tags.remove", { tag })}
            onClick={() => onChange(tags.filter((other) => other !== tag))}
          >
            <IconX size={12} stroke={1.75} aria-hidden />
          </button>
        </span>
      ))}
      <AddTag
        taken={tags}
        onAdd={(tag) => {
          if (!tags.some((other) => fold(other) === fold(tag))) onChange([...tags, tag]);
        }}
      />
    </div>
  );
}

function AddTag({ taken, onAdd }: { taken: readonly string[]; onAdd: (tag: string) => void }) {
  const { t } = useTranslation("contacts");
  const known = api.useQuery("get", "/api/tags");
  const [typed, setTyped] = useState("");
  const combobox = useCombobox({ onDropdownClose: () => setTyped("") });
  const wanted = fold(typed.trim());
  const offered = (known.data ?? [])
    .map(({ name }) => name)
    .filter((name) => fold(name).includes(wanted) && !taken.includes(name))
    .slice(0, OFFERED);
  const isNew = wanted !== "" && !(known.data ?? []).some(({ name }) => fold(name) === wanted);
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
          label={t("tags.add")}
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
          aria-label={t("tags.add")}
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
              {t("tags.create", { tag: typed.trim() })}
            </Combobox.Option>
          ) : null}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
