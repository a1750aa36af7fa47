// What will leave, as arithmetic, and the one button that makes it leave.
import { Button } from "@mantine/core";
import { IconSend } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Trans, useTranslation } from "react-i18next";
import { client } from "@/api/client";
import { errorWords } from "@/api/errors";
import type { components } from "@/api/schema";
import { ConfirmByTyping } from "@/design/ConfirmByTyping";
import { Dialog } from "@/design/Dialog";
import { icon } from "@/design/icon";
import { KeyValue } from "@/design/KeyValue";
import { Card, Section } from "@/design/Page";
import { toast } from "@/design/toast";
import { useFormat } from "@/lib/useFormat";
import shared from "../campaigns.module.css";
import type { Campaign } from "../states";
import classes from "./draft.module.css";

type Preflight = components["schemas"]["Preflight"];
type DryRun = components["schemas"]["DryRun"];

/** Up to this many, a click is enough; beyond, the number must be typed. */
const SMALL = 10;

export function SendCard({ campaign, preflight }: { campaign: Campaign; preflight: Preflight }) {
  const { t } = useTranslation("campaigns");
  const format = useFormat();
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const { sendable, ready } = preflight;

  const send = async () => {
    setBusy(true);
    try {
      const params = { path: { id: campaign.id } };
      await client.POST("/api/campaigns/{id}/send", { params, body: { expected_recipients: sendable } });
      await queries.invalidateQueries({ queryKey: ["get", "/api/campaigns/{id}"] });
    } catch (error) {
      toast.failed(errorWords(error));
      await queries.invalidateQueries({ queryKey: ["get", "/api/campaigns/{id}/preflight"] });
    } finally {
      setBusy(false);
    }
  };
  const button = (allowed: boolean) => (
    <Button
      variant="filled"
      size="lg"
      fullWidth
      leftSection={<IconSend {...icon} />}
      disabled={!allowed || !ready || sendable === 0}
      loading={busy}
      onClick={() => void send()}
    >
      {t("send.button", { count: sendable })}
    </Button>
  );

  return (
    <Section title={t("send.title")}>
      <Card padded>
        <dl className={classes.sum}>
          <div>
            <dt>{t("send.audience")}</dt>
            <dd>{format.number(preflight.audience)}</dd>
          </div>
          {preflight.excluded.map((group) => (
            <div key={group.reason}>
              <dt>{t(`exclusion.${group.reason}`)}</dt>
              <dd>− {format.number(group.count)}</dd>
            </div>
          ))}
          <div className={classes.sumTotal}>
            <dt>{t("send.people")}</dt>
            <dd>{format.number(sendable)}</dd>
          </div>
          {preflight.seconds == null || sendable === 0 ? null : (
            <div>
              <dt>{t("send.duration")}</dt>
              <dd>{format.duration(preflight.seconds * 1000)}</dd>
            </div>
          )}
        </dl>
        <div className={classes.sendActs}>
          {ready && sendable > SMALL ? (
            <ConfirmByTyping
              expected={String(sendable)}
              label={
                <Trans
                  t={t}
                  i18nKey="send.confirm"
                  values={{ number: sendable }}
                  components={{ b: <strong /> }}
                />
              }
            >
              {button}
            </ConfirmByTyping>
          ) : (
            button(true)
          )}
          <DryRunButton campaign={campaign} disabled={!ready} />
        </div>
      </Card>
      <p className={shared.quiet}>{t("send.draftKept")}</p>
    </Section>
  );
}

function DryRunButton({ campaign, disabled }: { campaign: Campaign; disabled: boolean }) {
  const { t } = useTranslation("campaigns");
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<DryRun | null>(null);
  const run = async () => {
    setBusy(true);
    try {
      const { data } = await client.POST("/api/campaigns/{id}/dry-run", {
        params: { path: { id: campaign.id } },
      });
      setResult(data ?? null);
    } catch (error) {
      toast.failed(errorWords(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button variant="subtle" fullWidth disabled={disabled} loading={busy} onClick={() => void run()}>
        {t("dryRun.button")}
      </Button>
      <Dialog opened={result !== null} onClose={() => setResult(null)} title={t("dryRun.title")} size="lg">
        {result ? <DryRunResult result={result} /> : null}
      </Dialog>
    </>
  );
}

function DryRunResult({ result }: { result: DryRun }) {
  const { t } = useTranslation("campaigns");
  const format = useFormat();
  return (
    <>
      <p className={shared.quiet}>{t("dryRun.text")}</p>
      <KeyValue
        labelWidth={160}
        items={[
          { key: "rendered", label: t("dryRun.rendered"), value: format.number(result.rendered) },
          { key: "bytes", label: t("dryRun.bytes"), value: format.bytes(result.bytes) },
        ]}
      />
      {result.samples.map((sample) => (
        <article key={sample.person.contact_id} className={classes.sample}>
          <strong>{sample.subject}</strong>
          <p className={shared.quiet}>
            {sample.person.name} · {sample.person.email}
          </p>
          <pre>{sample.text}</pre>
        </article>
      ))}
    </>
  );
}
