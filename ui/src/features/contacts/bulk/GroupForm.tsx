// Which group: one that exists or, where that makes sense, a new one by its name.
import { Autocomplete, Button } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { client } from "@/api/client";
import { errorWords } from "@/api/errors";
import { toast } from "@/design/toast";
import { fold } from "@/lib/text";
import { useGroups } from "../rail/useRail";
import { useRefreshLists } from "../useUndo";
import classes from "./Bulk.module.css";

interface GroupFormProps {
  act: string;
  mayCreate?: boolean;
  onChoose: (id: string, name: string) => void;
}

export function GroupForm({ act, mayCreate = false, onChoose }: GroupFormProps) {
  const { t } = useTranslation("contacts");
  const groups = useGroups() ?? [];
  const refresh = useRefreshLists();
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const wanted = typed.trim();
  const known = groups.find(({ name }) => fold(name) === fold(wanted));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (known) {
      onChoose(known.id, known.name);
      return;
    }
    if (!mayCreate || !wanted) return;
    setBusy(true);
    try {
      const { data } = await client.POST("/api/groups", { body: { name: wanted } });
      await refresh();
      if (data) onChoose(data.id, data.name);
    } catch (error) {
      toast.failed(errorWords(error));
      setBusy(false);
    }
  };
  return (
    <form className={classes.form} onSubmit={(event) => void submit(event)}>
      <Autocomplete
        label={t("bulk.groupName")}
        placeholder={t("rail.groupName")}
        data={groups.map(({ name }) => name)}
        value={typed}
        onChange={setTyped}
        comboboxProps={{ withinPortal: false }}
        {...(mayCreate && wanted && !known ? { description: t("bulk.groupIsNew") } : {})}
        data-autofocus
      />
      <Button type="submit" variant="filled" loading={busy} disabled={!known && !(mayCreate && wanted)}>
        {act}
      </Button>
    </form>
  );
}
