// The groups a contact is in: take it out of one, put it into another or a new one.
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { client } from "@/api/client";
import { errorWords } from "@/api/errors";
import { toast } from "@/design/toast";
import { fold } from "@/lib/text";
import { AddOne, Removable } from "./AddOne";
import { useGroups } from "./rail/useRail";
import classes from "./TagEditor.module.css";
import { useRefreshLists } from "./useUndo";

interface GroupEditorProps {
  contactId: string;
  groups: readonly { id: string; name: string }[];
}

export function GroupEditor({ contactId, groups }: GroupEditorProps) {
  const { t } = useTranslation("contacts");
  const known = useGroups() ?? [];
  const refresh = useRefreshLists();
  const queries = useQueryClient();
  const change = async (id: string, remove: boolean) => {
    try {
      await client.POST("/api/groups/{id}/members", {
        params: { path: { id } },
        body: { ids: [contactId], remove },
      });
    } catch (error) {
      toast.failed(errorWords(error));
    }
    await refresh();
    await queries.invalidateQueries({ queryKey: ["get", "/api/contacts/{id}"] });
  };
  const add = async (name: string) => {
    const found = known.find((group) => fold(group.name) === fold(name));
    if (found) {
      await change(found.id, false);
      return;
    }
    try {
      const { data } = await client.POST("/api/groups", { body: { name } });
      if (data) await change(data.id, false);
    } catch (error) {
      toast.failed(errorWords(error));
    }
  };
  return (
    <div className={classes.tags}>
      {groups.map(({ id, name }) => (
        <Removable
          key={id}
          label={name}
          removeLabel={t("groups.remove", { name })}
          onRemove={() => void change(id, true)}
        />
      ))}
      <AddOne
        label={t("groups.add")}
        known={known.map(({ name }) => name)}
        taken={groups.map(({ name }) => name)}
        createLabel={(name) => t("groups.create", { name })}
        onAdd={(name) => void add(name)}
      />
    </div>
  );
}
