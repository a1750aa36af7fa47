// The three decisions of a campaign. Each is kept the moment it is made.
import { Button, MultiSelect, SegmentedControl, Select, Text } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { components } from "@/api/schema";
import { ButtonLink } from "@/design/ButtonLink";
import { icon } from "@/design/icon";
import { Card, Section } from "@/design/Page";
import { useFormat } from "@/lib/useFormat";
import shared from "../campaigns.module.css";
import type { Campaign } from "../states";
import classes from "./draft.module.css";
import { TestMessage } from "./TestMessage";

type Patch = components["schemas"]["CampaignPatch"];
type Props = { campaign: Campaign; onChange: (patch: Patch) => void };

export function Choices({ campaign, onChange }: Props) {
  const { t } = useTranslation("campaigns");
  return (
    <Section title={t("choices.title")}>
      <Card padded>
        <div className={classes.choices}>
          <MessageChoice campaign={campaign} onChange={onChange} />
          <PeopleChoice campaign={campaign} onChange={onChange} />
          <ConnectionChoice campaign={campaign} onChange={onChange} />
        </div>
      </Card>
    </Section>
  );
}

/** A subject as people read it: variables by their bare names. */
function bare(subject: string): string {
  return subject.replace(/\{\s*([\p{L}_][\p{L}\p{N}_]*)[^}]*\}/gu, "{$1}");
}

function MessageChoice({ campaign, onChange }: Props) {
  const { t } = useTranslation("campaigns");
  const [testing, setTesting] = useState(false);
  const templates = api.useQuery("get", "/api/templates");
  const chosen = templates.data?.items.find((template) => template.id === campaign.template_id);
  const options = (templates.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <div className={classes.choice}>
      <Select
        label={t("choices.message")}
        placeholder={t("choices.messagePlaceholder")}
        data={options}
        value={campaign.template_id ?? null}
        onChange={(id) => id && onChange({ template_id: id })}
        nothingFoundMessage={t("choices.noTemplate")}
        searchable
      />
      <div className={classes.choiceFoot}>
        {chosen ? (
          <>
            <Text size="sm" c="var(--ink-2)" truncate className={shared.grow}>
              {bare(chosen.subject) || t("choices.noSubject")}
            </Text>
            <ButtonLink
              to="/templates/$id"
              params={{ id: chosen.id }}
              size="sm"
              variant="subtle"
              leftSection={<IconPencil {...icon} />}
            >
              {t("choices.edit")}
            </ButtonLink>
            <Button
              size="sm"
              variant="subtle"
              onClick={() => setTesting(true)}
              disabled={!campaign.connection_id}
            >
              {t("choices.test")}
            </Button>
          </>
        ) : (
          <ButtonLink to="/templates" size="sm" variant="subtle">
            {t("choices.allTemplates")}
          </ButtonLink>
        )}
      </div>
      <TestMessage campaignId={campaign.id} opened={testing} onClose={() => setTesting(false)} />
    </div>
  );
}

function PeopleChoice({ campaign, onChange }: Props) {
  const { t } = useTranslation("campaigns");
  const format = useFormat();
  const tags = api.useQuery("get", "/api/tags");
  const chosen = campaign.audience.kind === "tags" ? campaign.audience.tags : [];
  // "By tag" without a tag is only an intention: the campaign keeps its people until one is chosen.
  const [byTag, setByTag] = useState(campaign.audience.kind === "tags");
  const data = (tags.data ?? []).map(({ name, count }) => ({
    value: name,
    label: `${name} (${format.number(count)})`,
  }));
  return (
    <div className={classes.choice}>
      <Text size="sm" fw={500} component="span" id="people-label">
        {t("choices.people")}
      </Text>
      <SegmentedControl
        aria-labelledby="people-label"
        data={[
          { value: "everyone", label: t("choices.everyone") },
          { value: "tags", label: t("choices.byTag") },
        ]}
        className={classes.people ?? ""}
        value={byTag ? "tags" : "everyone"}
        onChange={(value) => {
          setByTag(value === "tags");
          if (value === "everyone") onChange({ audience: { kind: "everyone" } });
        }}
      />
      {byTag ? (
        <MultiSelect
          aria-label={t("choices.tags")}
          placeholder={chosen.length === 0 ? t("choices.tagsPlaceholder") : ""}
          data={data}
          value={chosen}
          onChange={(next) =>
            onChange({ audience: next.length > 0 ? { kind: "tags", tags: next } : { kind: "everyone" } })
          }
          description={chosen.length === 0 ? t("choices.untilTag") : null}
          nothingFoundMessage={t("choices.noTag")}
          searchable
        />
      ) : null}
    </div>
  );
}

function ConnectionChoice({ campaign, onChange }: Props) {
  const { t } = useTranslation("campaigns");
  const connections = api.useQuery("get", "/api/connections");
  const items = connections.data?.items ?? [];
  return (
    <div className={classes.choice}>
      <Select
        label={t("choices.connection")}
        placeholder={t("choices.connectionPlaceholder")}
        data={items.map(({ id, name, smtp }) => ({ value: id, label: `${name}, ${smtp.from_email}` }))}
        value={campaign.connection_id ?? null}
        onChange={(id) => id && onChange({ connection_id: id })}
        nothingFoundMessage={t("choices.noConnection")}
      />
      {connections.data && items.length === 0 ? (
        <div className={classes.choiceFoot}>
          <ButtonLink to="/settings" size="sm" variant="light">
            {t("choices.addConnection")}
          </ButtonLink>
        </div>
      ) : null}
    </div>
  );
}
