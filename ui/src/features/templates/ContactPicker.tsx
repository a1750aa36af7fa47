// Whose eyes to look through: any contact, found by typing, or the ones beside it by arrow.
import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconChevronLeft, IconChevronRight, IconSelector } from "@tabler/icons-react";
import { keepPreviousData } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { Avatar } from "@/design/Avatar";
import { IconButton } from "@/design/IconButton";
import { icon } from "@/design/icon";
import { quietInput } from "@/design/QuietField";
import classes from "./templates.module.css";

const SHOWN = 20;

interface Option {
  value: string;
  label: string;
}
type Props = { value: string | null; onChange: (id: string | null) => void };

export function ContactPicker({ value, onChange }: Props) {
  const { t } = useTranslation("templates");
  const [search, setSearch] = useState("");
  const [chosen, setChosen] = useState<Option | null>(null);
  const [settled] = useDebouncedValue(search === chosen?.label ? "" : search, 150);
  const { data } = api.useQuery(
    "get",
    "/api/contacts",
    { params: { query: { q: settled, limit: SHOWN } } },
    { placeholderData: keepPreviousData },
  );
  const found = (data?.items ?? []).map((contact) => ({ value: contact.id, label: contact.display_name }));
  const options =
    chosen && !found.some((option) => option.value === chosen.value) ? [chosen, ...found] : found;
  const at = options.findIndex((option) => option.value === value);

  const pick = (id: string | null) => {
    setChosen(options.find((option) => option.value === id) ?? null);
    onChange(id);
  };
  // The first contact is chosen as if by hand; its name in the field is then no search.
  const [first] = data?.items ?? [];
  const [firstId, firstName] = [first?.id, first?.display_name];
  useEffect(() => {
    if (value || !firstId) return;
    setChosen({ value: firstId, label: firstName ?? "" });
    onChange(firstId);
  }, [value, firstId, firstName, onChange]);

  if (data && data.items.length === 0 && !settled) return null;
  return (
    <div className={classes.picker}>
      <Select
        aria-label={t("preview.as")}
        searchable
        data={options}
        value={value}
        onChange={pick}
        searchValue={search}
        onSearchChange={setSearch}
        filter={({ options: all }) => all}
        nothingFoundMessage={t("preview.noContact")}
        leftSection={<Avatar name={options[at]?.label ?? ""} size={24} />}
        rightSection={<IconSelector {...icon} />}
        classNames={{ root: classes.pickerField ?? "", input: `${quietInput} ${classes.pickerName}` }}
        comboboxProps={{ width: 280, position: "bottom-start" }}
      />
      <IconButton
        label={t("preview.previous")}
        disabled={at <= 0}
        onClick={() => pick(options[at - 1]?.value ?? null)}
      >
        <IconChevronLeft {...icon} />
      </IconButton>
      <IconButton
        label={t("preview.next")}
        disabled={at < 0 || at >= options.length - 1}
        onClick={() => pick(options[at + 1]?.value ?? null)}
      >
        <IconChevronRight {...icon} />
      </IconButton>
    </div>
  );
}
