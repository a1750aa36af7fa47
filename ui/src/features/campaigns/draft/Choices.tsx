// The three decisions of a campaign. Each is kept the moment it is made.
import { Button, Select, Text } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { components } from "@/api/schema";
import { ButtonLink } from "@/design/ButtonLink";
import { icon } from "@/design/icon";
import { Card, Section } from "@/design/Page";
import shared from "../campaigns.module.css";
import type { Campaign } from "../states";
import classes from "./draft.module.css";
import { People } from "./People";
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
          <People campaign={campaign} onChange={(audience) => onChange({ audience })} />
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
