// The rail folded into one menu, where there is no room for it.
import { Select } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useFormat } from "@/lib/useFormat";
import classes from "./Contacts.module.css";
import { useGroups, useSegments, useTags, useViews } from "./rail/useRail";
import type { ContactsSearch } from "./search";
import { searchOf } from "./views";

const ALL = "all";
const ADDED = "added";
const PLACES = {
  suppressions: "/contacts/suppressions",
  duplicates: "/contacts/duplicates",
} as const;
type Place = keyof typeof PLACES;

interface NarrowFilterProps {
  search?: ContactsSearch;
  suppressions?: boolean;
  place?: Place;
}

/** Where the person is, as a value of the menu. */
function menuValue(search: ContactsSearch): string {
  if (search.view) return `view ${search.view}`;
  if (search.segment) return `segment ${search.segment}`;
  if (search.group) return `group ${search.group}`;
  if (search.tag) return `tag ${search.tag}`;
  return search.added ? ADDED : ALL;
}

export function NarrowFilter({ search = {}, suppressions = false, place }: NarrowFilterProps) {
  const { t } = useTranslation("contacts");
  const format = useFormat();
  const navigate = useNavigate();
  const tags = useTags() ?? [];
  const groups = useGroups() ?? [];
  const segments = useSegments() ?? [];
  const views = useViews() ?? [];
  const here = place ?? (suppressions ? "suppressions" : undefined);
  const part = (group: string, items: { value: string; label: string }[]) =>
    items.length > 0 ? [{ group, items }] : [];
  const choices = [
    {
      group: t("rail.contacts"),
      items: [
        { value: ALL, label: t("rail.all") },
        { value: ADDED, label: t("rail.added") },
        { value: "suppressions", label: t("rail.suppressions") },
        { value: "duplicates", label: t("rail.duplicates") },
      ],
    },
    ...part(
      t("rail.tags"),
      tags.map(({ name, count }) => ({ value: `tag ${name}`, label: `${name} · ${format.number(count)}` })),
    ),
    ...part(
      t("rail.groups"),
      groups.map(({ id, name, count }) => ({
        value: `group ${id}`,
        label: `${name} · ${format.number(count)}`,
      })),
    ),
    ...part(
      t("rail.segments"),
      segments.map(({ id, name }) => ({ value: `segment ${id}`, label: name })),
    ),
    ...part(
      t("rail.views"),
      views.map(({ id, name }) => ({ value: `view ${id}`, label: name })),
    ),
  ];
  const go = (value: string | null) => {
    if (value === null) return;
    if (value in PLACES) {
      void navigate({ to: PLACES[value as Place], search: {} });
      return;
    }
    const [kind = "", ...rest] = value.split(" ");
    const key = rest.join(" ");
    const view = views.find(({ id }) => id === key);
    const next: ContactsSearch =
      kind === ADDED
        ? { added: "month" }
        : kind === "view" && view
          ? searchOf(view.id, view.view)
          : kind === "tag" || kind === "group" || kind === "segment"
            ? { [kind]: key }
            : {};
    void navigate({ to: "/contacts", search: next });
  };
  return (
    <div className={classes.narrowFilter}>
      <Select
        aria-label={t("rail.filter")}
        data={choices}
        value={here ?? menuValue(search)}
        onChange={go}
        searchable={choices.length > 1}
      />
    </div>
  );
}
