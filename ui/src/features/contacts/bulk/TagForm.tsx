// Which tag: one that exists, or a new one.
import { Autocomplete, Button } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import classes from "./Bulk.module.css";

export function TagForm({ act, onChoose }: { act: string; onChoose: (tag: string) => void }) {
  const { t } = useTranslation("contacts");
  const tags = api.useQuery("get", "/api/tags");
  const [tag, setTag] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (tag.trim()) onChoose(tag.trim());
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <Autocomplete
        label={t("bulk.tagName")}
        placeholder={t("bulk.tagPlaceholder")}
        data={tags.data?.map(({ name }) => name) ?? []}
        value={tag}
        onChange={setTag}
        comboboxProps={{ withinPortal: false }}
        data-autofocus
      />
      <Button type="submit" variant="filled" disabled={!tag.trim()}>
        {act}
      </Button>
    </form>
  );
}
