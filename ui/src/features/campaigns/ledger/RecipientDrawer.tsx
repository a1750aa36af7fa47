// One recipient's story, newest first: what happened, the server's words, what follows, and one proposal.
import { Button, Modal } from "@mantine/core";
import { IconMail, IconUser } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, client } from "@/api/client";
import { errorWords } from "@/api/errors";
import { Failure } from "@/api/Failure";
import type { components } from "@/api/schema";
import { ButtonLink } from "@/design/ButtonLink";
import { Drawer, DrawerSection } from "@/design/Drawer";
import { icon } from "@/design/icon";
import { type Status, StatusIcon } from "@/design/StatusIcon";
import { toast } from "@/design/toast";
import { useFormat } from "@/lib/useFormat";
import classes from "../campaigns.module.css";
import { RECIPIENT_SHAPE, type Recipient } from "../states";

type Story = components["schemas"]["RecipientStory"];
type Attempt = components["schemas"]["Attempt"];

type Props = {
  campaignId: string;
  recipientId: string;
  onPrevious?: (() => void) | undefined;
  onNext?: (() => void) | undefined;
  onClose: () => void;
};

export function RecipientDrawer({ campaignId, recipientId, onPrevious, onNext, onClose }: Props) {
  const { t } = useTranslation("campaigns");
  const story = api.useQuery("get", "/api/campaigns/{id}/ledger/{recipient_id}", {
    params: { path: { id: campaignId, recipient_id: recipientId } },
  });
  return (
    <Drawer
      label={t("drawer.label")}
      position={story.data ? t(`recipient.${story.data.recipient.state}`) : ""}
      onPrevious={onPrevious}
      onNext={onNext}
      onClose={onClose}
      words={{ previous: t("drawer.previous"), next: t("drawer.next"), close: t("drawer.close") }}
    >
      {story.error ? <Failure error={story.error} /> : null}
      {story.data ? <StoryBody story={story.data} campaignId={campaignId} /> : null}
    </Drawer>
  );
}

function StoryBody({ story, campaignId }: { story: Story; campaignId: string }) {
  const { t } = useTranslation("campaigns");
  const [reading, setReading] = useState(false);
  const { recipient, attempts, message } = story;
  return (
    <>
      <div className={classes.person}>
        <strong>{recipient.name || recipient.email}</strong>
        <span className={classes.soft}>{recipient.email}</span>
        <div className={classes.personActs}>
          <Button
            size="sm"
            leftSection={<IconMail {...icon} />}
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
      <DrawerSection title={t("drawer.attempts")}>
        <Attempts recipient={recipient} attempts={attempts} />
      </DrawerSection>
      {recipient.state === "unknown" ? <Decide recipient={recipient} campaignId={campaignId} /> : null}
      <Modal opened={reading} onClose={() => setReading(false)} title={message?.subject} size="xl">
        {message ? <Message html={message.html} title={message.subject} /> : null}
      </Modal>
    </>
  );
}

function Message({ html, title }: { html: string; title: string }) {
  const policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";
  const page = `<!doctype html><meta http-equiv="Content-Security-Policy" content="${policy}">${html}`;
  return <iframe title={title} sandbox="" srcDoc={page} className={classes.message} />;
}

const OUTCOME_SHAPE: Record<string, Status> = {
  accepted: "done",
  transient: "later",
  permanent: "failed",
  bounced: "failed",
  failed: "failed",
  unknown: "unknown",
  not_sent: "returned",
};

function Attempts({ recipient, attempts }: { recipient: Recipient; attempts: Attempt[] }) {
  const { t, i18n } = useTranslation("campaigns");
  const format = useFormat();
  const newest = [...attempts].sort((a, b) => b.n - a.n);
  const outcome = (attempt: Attempt) => attempt.outcome ?? "running";
  return (
    <ol className={classes.story}>
      {recipient.state === "pending" && recipient.due_at ? (
        <li>
          <StatusIcon status="later" />
          <span>{t("drawer.next_attempt", { when: format.moment(recipient.due_at) })}</span>
        </li>
      ) : null}
      {newest.map((attempt) => (
        <li key={attempt.n}>
          <StatusIcon status={OUTCOME_SHAPE[outcome(attempt)] ?? "running"} />
          <div>
            <div className={classes.storyHead}>
              <span>
                {t("drawer.attempt", { n: attempt.n })}
                {i18n.exists(`campaigns:outcome.${outcome(attempt)}`)
                  ? `, ${t(`outcome.${outcome(attempt)}` as never) as string}`
                  : ""}
              </span>
              <time className={classes.figures}>{format.clock(attempt.ended_at ?? attempt.started_at)}</time>
            </div>
            {attempt.reply ? (
              <code className={classes.reply}>
                <strong>{attempt.reply.code}</strong> {attempt.reply.text}
              </code>
            ) : null}
          </div>
        </li>
      ))}
      <li>
        <StatusIcon status={RECIPIENT_SHAPE[attempts.length === 0 ? recipient.state : "pending"]} />
        <span>
          {recipient.state === "excluded" && recipient.exclusion
            ? t(`excludedBecause.${recipient.exclusion}`)
            : attempts.length === 0
              ? t(`recipient.${recipient.state}`)
              : t("recipient.pending")}
        </span>
      </li>
    </ol>
  );
}

function Decide({ recipient, campaignId }: { recipient: Recipient; campaignId: string }) {
  const { t } = useTranslation("campaigns");
  const queries = useQueryClient();
  const decide = async (as: "accepted" | "resend") => {
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
    }
  };
  return (
    <DrawerSection title={t("decide.title")}>
      <p className={classes.quiet}>{t("decide.text")}</p>
      <div className={classes.personActs}>
        <Button size="sm" onClick={() => void decide("accepted")}>
          {t("decide.accepted")}
        </Button>
        <Button size="sm" onClick={() => void decide("resend")}>
          {t("decide.resend")}
        </Button>
      </div>
    </DrawerSection>
  );
}
