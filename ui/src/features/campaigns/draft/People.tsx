// Who receives the campaign: everyone, some tags, some groups, or a segment; each with its count.
import { MultiSelect, SegmentedControl, Select, Text } from "@mantine/core";
import { IconAdjustmentsHorizontal } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { components } from "@/api/schema";
import { ButtonLink } from "@/design/ButtonLink";
import { icon } from "@/design/icon";
import { utcOffset } from "@/lib/clock";
import { useFormat } from "@/lib/useFormat";
import type { Campaign } from "../states";
import classes from "./draft.module.css";

type Audience = components["schemas"]["Audience"];
type Kind = Audience["kind"];
const KINDS: readonly Kind[] = ["everyone", "tags", "groups", "segment"];
const EVERYONE: Audience = { kind: "everyone" };

interface PeopleProps {
  campaign: Campaign;
  onChange: (audience: Audience) => void;
}

export function People({ campaign, onChange }: PeopleProps) {
  const { t } = useTranslation("campaigns");
  const { audience } = campaign;
  // "By tag" without a tag is only an intention: the campaign keeps its people until one is chosen.
  const [kind, setKind] = useState<Kind>(audience.kind);
  return (
    <div className={classes.choice}>
      <Text size="sm" fw={500} component="span" id="people-label">
        {t("choices.people")}
      </Text>
      <SegmentedControl
        aria-labelledby="people-label"
        data={KINDS.map((value) => ({ value, label: t(`choices.by.${value}`) }))}
        className={classes.people ?? ""}
        value={kind}
        onChange={(value) => {
          setKind(value as Kind);
          if (value === "everyone" && audience.kind !== "everyone") onChange(EVERYONE);
        }}
      />
      {kind === "tags" ? (
        <Tags
          chosen={audience.kind === "tags" ? audience.tags : []}
          onChange={(tags) => onChange(tags.length > 0 ? { kind: "tags", tags } : EVERYONE)}
        />
      ) : null}
      {kind === "groups" ? (
        <Groups
          chosen={audience.kind === "groups" ? audience.groups : []}
          onChange={(groups) => onChange(groups.length > 0 ? { kind: "groups", groups } : EVERYONE)}
        />
      ) : null}
      {kind === "segment" ? (
        <Segment
          chosen={audience.kind === "segment" ? audience.segment : null}
          onChange={(segment) => onChange({ kind: "segment", segment })}
        />
      ) : null}
    </div>
  );
}

interface SeveralProps {
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}

function Tags({ chosen, onChange }: SeveralProps) {
  const { t } = useTranslation("campaigns");
  const format = useFormat();
  const tags = api.useQuery("get", "/api/tags");
  return (
    <MultiSelect
      aria-label={t("choices.tags")}
      placeholder={chosen.length === 0 ? t("choices.tagsPlaceholder") : ""}
      data={(tags.data ?? []).map(({ name, count }) => ({
        value: name,
        label: `${name} (${format.number(count)})`,
      }))}
      value={[...chosen]}
      onChange={onChange}
      description={chosen.length === 0 ? t("choices.untilTag") : null}
      nothingFoundMessage={t("choices.noTag")}
      searchable
    />
  );
}

function Groups({ chosen, onChange }: SeveralProps) {
  const { t } = useTranslation("campaigns");
  const format = useFormat();
  const groups = api.useQuery("get", "/api/groups");
  const known = groups.data ?? [];
  const lost = groups.data ? chosen.filter((id) => !known.some((group) => group.id === id)) : [];
  return (
    <MultiSelect
      aria-label={t("choices.groups")}
      placeholder={chosen.length === 0 ? t("choices.groupsPlaceholder") : ""}
      data={[
        ...known.map(({ id, name, count }) => ({
          value: id,
          label: `${name} (${format.number(count)})`,
        })),
        ...lost.map((id) => ({ value: id, label: t("choices.goneGroup") })),
      ]}
      value={[...chosen]}
      onChange={onChange}
      description={chosen.length === 0 ? t("choices.untilGroup") : null}
      nothingFoundMessage={t("choices.noGroup")}
      searchable
    />
  );
}

interface SegmentProps {
  chosen: string | null;
  onChange: (id: string) => void;
}

function Segment({ chosen, onChange }: SegmentProps) {
  const { t } = useTranslation("campaigns");
  const segments = api.useQuery("get", "/api/segments");
  const items = segments.data ?? [];
  const segment = items.find(({ id }) => id === chosen);
  const lost = chosen !== null && segments.data && !segment;
  const count = api.useQuery(
    "post",
    "/api/segments/count",
    { body: { rule: segment?.rule as never, utc_offset_minutes: utcOffset() } },
    { enabled: segment !== undefined },
  );
  return (
    <>
      <Select
        aria-label={t("choices.segment")}
        placeholder={t("choices.segmentPlaceholder")}
        data={items.map(({ id, name }) => ({ value: id, label: name }))}
        value={segment ? segment.id : null}
        onChange={(id) => id && onChange(id)}
        description={chosen === null ? t("choices.untilSegment") : null}
        error={lost ? t("choices.goneSegment") : null}
        nothingFoundMessage={t("choices.noSegment")}
        searchable
      />
      <div className={classes.choiceFoot}>
        {segment && count.data ? (
          <Text size="sm" c="var(--ink-2)">
            {t("choices.segmentCount", { count: count.data.count })}
          </Text>
        ) : null}
        <ButtonLink
          to="/contacts/segments/$id"
          params={{ id: segment?.id ?? "new" }}
          size="sm"
          variant="subtle"
          leftSection={<IconAdjustmentsHorizontal {...icon} />}
        >
          {t(segment ? "choices.editSegment" : "choices.newSegment")}
        </ButtonLink>
      </div>
    </>
  );
}
