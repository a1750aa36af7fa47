// The rail folded into one menu, where there is no room for it.
import { Select } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useFormat } from "@/lib/useFormat";
import classes from "./Contacts.module.css";

const ALL = "all";
const SUPPRESSED = "suppressed";

export function NarrowFilter({
  tag,
  suppressions = false,
}: {
  tag?: string | undefined;
  suppressions?: boolean;
}) {
  const { t } = useTranslation("contacts");
  const format = useFormat();
  const navigate = useNavigate();
  const tags = api.useQuery("get", "/api/tags");
  const choices = [
    { value: ALL, label: t("rail.all") },
    { value: SUPPRESSED, label: t("rail.suppressions") },
    ...(tags.data ?? []).map(({ name, count }) => ({
      value: `tag ${name}`,
      label: `${name} · ${format.number(count)}`,
    })),
  ];
  return (
    <div className={classes.narrowFilter}>
      <Select
        aria-label={t("rail.filter")}
        data={choices}
        value={suppressions ? SUPPRESSED : tag ? `tag ${tag}` : ALL}
        onChange={(value) => {
          if (value === SUPPRESSED) void navigate({ to: "/contacts/suppressions", search: {} });
          else if (value?.startsWith("tag "))
            void navigate({ to: "/contacts", search: { tag: value.slice(4) } });
          else void navigate({ to: "/contacts", search: {} });
        }}
      />
    </div>
  );
}
