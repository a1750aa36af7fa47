// The filter bar: words, period, actor, action; and how many entries that leaves.
import { Button, Menu } from "@mantine/core";
import { IconCheck, IconChevronDown } from "@tabler/icons-react";
import { type KeyboardEvent, type Ref, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { icon } from "@/design/icon";
import { SearchField } from "@/design/SearchField";
import classes from "./Audit.module.css";
import { type AuditSearch, PERIODS, type Period } from "./search";
import { useAuditWords } from "./words";

interface FiltersProps {
  field: Ref<HTMLInputElement>;
  typed: string;
  search: AuditSearch;
  total: number | null;
  onType: (text: string) => void;
  onKeyDown: (event: KeyboardEvent<HTMLInputElement>) => void;
  onChange: (next: {
    period?: Period | undefined;
    actor?: string | undefined;
    action?: string | undefined;
  }) => void;
}

export function Filters({ field, typed, search, total, onType, onKeyDown, onChange }: FiltersProps) {
  const { t } = useTranslation("audit");
  const words = useAuditWords();
  const facets = api.useQuery("get", "/api/audit/facets", {}, { staleTime: 10_000 });
  const actors = useMemo(() => facets.data?.actors ?? [], [facets.data]);
  const actions = useMemo(() => facets.data?.actions ?? [], [facets.data]);
  const period = search.period ?? "all";
  return (
    <div className={classes.filters}>
      <div className={classes.search}>
        <SearchField
          ref={field}
          label={t("filter.search")}
          value={typed}
          clearLabel={t("filter.clear")}
          onChange={onType}
          onKeyDown={onKeyDown}
        />
      </div>
      <Choice
        label={t("filter.period")}
        value={t(`periods.${period}`)}
        chosen={period}
        options={PERIODS.map((known) => ({ value: known, label: t(`periods.${known}`) }))}
        onChoose={(value) => onChange({ period: value === "all" ? undefined : (value as Period) })}
      />
      <Choice
        label={t("filter.actor")}
        value={search.actor ? words.actor(search.actor) : t("filter.allActors")}
        chosen={search.actor ?? ""}
        options={[
          { value: "", label: t("filter.allActors") },
          ...actors.map((actor) => ({ value: actor, label: words.actor(actor) })),
        ]}
        onChoose={(actor) => onChange({ actor: actor || undefined })}
      />
      <Choice
        label={t("filter.action")}
        value={search.action ? words.action(search.action) : t("filter.allActions")}
        chosen={search.action ?? ""}
        options={[
          { value: "", label: t("filter.allActions") },
          ...actions.map((action) => ({ value: action, label: words.action(action) })),
        ]}
        onChoose={(action) => onChange({ action: action || undefined })}
      />
      <span className={classes.total} role="status">
        {total === null ? null : t("filter.total", { count: total })}
      </span>
    </div>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  chosen: string;
  options: { value: string; label: string }[];
  onChoose: (value: string) => void;
}

function Choice({ label, value, chosen, options, onChoose }: ChoiceProps) {
  return (
    <Menu>
      <Menu.Target>
        <Button className={classes.choice} rightSection={<IconChevronDown {...icon} />}>
          <span className={classes.choiceLabel}>{label}</span> <span className="one-line">{value}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={classes.choices}>
        {options.map((option) => (
          <Menu.Item
            key={option.value}
            rightSection={option.value === chosen ? <IconCheck {...icon} /> : null}
            onClick={() => onChoose(option.value)}
          >
            {option.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
