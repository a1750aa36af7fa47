// A contact's tags: take one away, add one that exists or a new one.
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { fold } from "@/lib/text";
import { AddOne, Removable } from "./AddOne";
import classes from "./TagEditor.module.css";

interface TagEditorProps {
  tags: readonly string[];
  onChange: (tags: string[]) => void;
}

export function TagEditor({ tags, onChange }: TagEditorProps) {
  const { t } = useTranslation("contacts");
  const known = api.useQuery("get", "/api/tags");
  return (
    <div className={classes.tags}>
      {tags.map((tag) => (
        <Removable
          key={tag}
          label={tag}
          removeLabel={t("tags.remove", { tag })}
          onRemove={() => onChange(tags.filter((other) => other !== tag))}
        />
      ))}
      <AddOne
        label={t("tags.add")}
        known={known.data?.map(({ name }) => name) ?? []}
        taken={tags}
        createLabel={(tag) => t("tags.create", { tag })}
        onAdd={(tag) => {
          if (!tags.some((other) => fold(other) === fold(tag))) onChange([...tags, tag]);
        }}
      />
    </div>
  );
}
