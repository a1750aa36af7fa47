// One recipient: who it is, what happened, the message as sent, and what a person must decide.
import { Button } from "@mantine/core";
import { IconMailOpened, IconUser } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, client } from "@/api/client";
import { errorWords } from "@/api/errors";
import { Failure } from "@/api/Failure";
import type { components } from "@/api/schema";
import { ButtonLink } from "@/design/ButtonLink";
import { Dialog } from "@/design/Dialog";
import { Drawer, DrawerSection } from "@/design/Drawer";
import { icon } from "@/design/icon";
import { KeyValue } from "@/design/KeyValue";
import { MessageFrame } from "@/design/MessageFrame";
import { StatusIcon } from "@/design/StatusIcon";
import { toast } from "@/design/toast";
import shared from "../campaigns.module.css";
import { type Campaign, RECIPIENT_SHAPE, RECIPIENT_TONE, type Recipient } from "../states";
import classes from "./ledger.module.css";
import { Story } from "./Story";

type RecipientStory = components["schemas"]["RecipientStory"];

type Props = {
  campaign: Campaign;
  recipientId: string;
  position: string;
  onPrevious?: (() => void) | undefined;
  onNext?: (() => void) | undefined;
  onClose: () => void;
};

export function RecipientDrawer({ campaign, recipientId, position, onPrevious, onNext, onClose }: Props) {
  const { t } = useTranslation("campaigns");
  const story = api.useQuery("get", "/api/campaigns/{id}/ledger/{recipient_id}", {
    params: { path: { id: campaign.id, recipient_id: recipientId } },
  });
  return (
    <Drawer
      label={t("drawer.label")}
      position={position}
      onPrevious={onPrevious}
      onNext={onNext}
      onClose={onClose}
      words={{ previous: t("drawer.previous"), next: t("drawer.next"), close: t("drawer.close") }}
    >
      {story.error ? <Failure error={story.error} onRetry={() => void story.refetch()} /> : null}
      {story.data ? <Body key={recipientId} story={story.data} campaign={campaign} /> : null}
    </Drawer>
  );
}

function Body({ story, campaign }: { story: RecipientStory; campaign: Campaign }) {
  const { t } = useTranslation("campaigns");
  const { recipient, attempts, message } = story;
  const [reading, setReading] = useState(false);
  return (
    <>
      <div className={classes.person}>
        <strong>{recipient.name || recipient.email}</strong>
        <span className={shared.soft}>{recipient.email}</span>
        <div className={classes.personActs}>
          <Button
            size="sm"
            leftSection={<IconMailOpened {...icon} />}
            onClick={() => setReading(true)}
            disabled={!message}
          >
            {t("drawer.read")}
          </Button>
          <ButtonLink
            to="/contacts"
            search={{ contact: recipient.contact_id } as never}
            size="sm"
            leftSection={<IconUser {...icon} />}
          >
            {t("drawer.contact")}
          </ButtonLink>
        </div>
      </div>
      <DrawerSection title={t("drawer.attempts")} aside={<State recipient={recipient} />}>
        <Story recipient={recipient} attempts={attempts} />
      </DrawerSection>
      {recipient.state === "unknown" ? <Decide recipient={recipient} campaignId={campaign.id} /> : null}
      <Sending recipient={recipient} campaign={campaign} />
      <Dialog opened={reading} onClose={() => setReading(false)} title={message?.subject} size="xl">
        <p className={shared.soft}>{t("drawer.sentTo", { name: recipient.name, email: recipient.email })}</p>
        {message ? (
          <div className={classes.letter}>
            <MessageFrame html={message.html} title={message.subject} />
          </div>
        ) : null}
      </Dialog>
    </>
  );
}

function State({ recipient }: { recipient: Recipient }) {
  const { t } = useTranslation("campaigns");
  return (
    <span className={classes.drawerState} data-tone={RECIPIENT_TONE[recipient.state]}>
      <StatusIcon status={RECIPIENT_SHAPE[recipient.state]} />
      {t(`recipient.${recipient.state}`)}
    </span>
  );
}

function Sending({ recipient, campaign }: { recipient: Recipient; campaign: Campaign }) {
  const { t } = useTranslation("campaigns");
  const id = campaign.connection_id ?? "";
  const connection = api.useQuery(
    "get",
    "/api/connections/{id}",
    { params: { path: { id } } },
    { enabled: id !== "" },
  );
  if (!connection.data || recipient.attempts === 0) return null;
  const { name, smtp } = connection.data;
  const domain = smtp.from_email.split("@")[1] ?? "";
  return (
    <DrawerSection title={t("drawer.sending")}>
      <KeyValue
        items={[
          { key: "connection", label: t("drawer.connection"), value: `${name}, ${smtp.from_email}` },
          { key: "id", label: t("drawer.messageId"), value: `${recipient.id}@${domain}` },
        ]}
      />
    </DrawerSection>
  );
}

function Decide({ recipient, campaignId }: { recipient: Recipient; campaignId: string }) {
  const { t } = useTranslation("campaigns");
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const decide = async (as: "accepted" | "resend") => {
    setBusy(true);
    try {
      await client.POST("/api/campaigns/{id}/ledger/{recipient_id}/resolve", {
        params: { path: { id: campaignId, recipient_id: recipient.id } },
        body: { as },
      });
      await queries.invalidateQueries({
        predicate: (query) => String(query.queryKey[1]).startsWith("/api/campaigns"),
      });
    } catch (error) {
      toast.failed(errorWords(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <DrawerSection title={t("decide.title")}>
      <p className={shared.quiet}>{t("decide.text")}</p>
      <div className={classes.personActs}>
        <Button size="sm" disabled={busy} onClick={() => void decide("accepted")}>
          {t("decide.accepted")}
        </Button>
        <Button size="sm" disabled={busy} onClick={() => void decide("resend")}>
          {t("decide.resend")}
        </Button>
      </div>
    </DrawerSection>
  );
}
