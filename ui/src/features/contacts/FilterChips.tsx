// What narrows the list beyond what the rail marks: several filters at once, or one the rail has no line for.
import { Button } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { icon } from "@/design/icon";
import classes from "./Contacts.module.css";
import { useGroups, useSegments } from "./rail/useRail";
import type { ContactsSearch } from "./search";

type FilterKey = "tag" | "group" | "segment" | "import" | "added";

interface FilterChipsProps {
  search: ContactsSearch;
  onChange: (change: Partial<Record<keyof ContactsSearch, unknown>>) => void;
}

export function FilterChips({ search, onChange }: FilterChipsProps) {
  const { t } = useTranslation("contacts");
  const groups = useGroups();
  const segments = useSegments();
  const from = api.useQuery(
    "get",
    "/api/imports/{id}",
    { params: { path: { id: search.import ?? "" } } },
    { enabled: search.import !== undefined },
  );
  const name = (items: { id: string; name: string }[] | undefined, id: string) =>
    items?.find((item) => item.id === id)?.name ?? t("filter.gone");
  const chips: { key: FilterKey; label: string }[] = [];
  if (search.added) chips.push({ key: "added", label: t("rail.added") });
  if (search.tag) chips.push({ key: "tag", label: t("filter.tag", { name: search.tag }) });
  if (search.group) {
    chips.push({ key: "group", label: t("filter.group", { name: name(groups, search.group) }) });
  }
  if (search.segment) {
    chips.push({ key: "segment", label: t("filter.segment", { name: name(segments, search.segment) }) });
  }
  if (search.import) {
    chips.push({ key: "import", label: t("filter.import", { name: from.data?.file_name ?? "" }) });
  }
  if (chips.length < 2 && !search.import && !(search.view && chips.length > 0)) return null;
  return (
    <div className={classes.chips} role="group" aria-label={t("filter.label")}>
      {chips.map(({ key, label }) => (
        <Button
          key={key}
          size="sm"
          rightSection={<IconX {...icon} />}
          aria-label={t("filter.remove", { name: label })}
          onClick={() => onChange({ [key]: undefined, view: undefined })}
        >
          {label}
        </Button>
      ))}
    </div>
  );
}
