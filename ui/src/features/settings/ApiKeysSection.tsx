// Keys for programs. A key is shown once; afterwards only its name and its last use are known.
import { Button, CopyButton, Group, TextInput } from "@mantine/core";
import { IconCopy, IconPlus } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Trans, useTranslation } from "react-i18next";
import { api, client } from "@/api/client";
import { errorWords } from "@/api/errors";
import { Failure } from "@/api/Failure";
import type { components } from "@/api/schema";
import { ConfirmByTyping } from "@/design/ConfirmByTyping";
import { Dialog } from "@/design/Dialog";
import { icon } from "@/design/icon";
import { Notice } from "@/design/Notice";
import { Card, Section } from "@/design/Page";
import { toast } from "@/design/toast";
import { useFormat } from "@/lib/useFormat";
import classes from "./settings.module.css";

type Key = components["schemas"]["ApiKey"];

export function ApiKeysSection() {
  const { t } = useTranslation("settings");
  const format = useFormat();
  const queries = useQueryClient();
  const keys = api.useQuery("get", "/api/api-keys");
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<Key | null>(null);
  const refresh = () => queries.invalidateQueries({ queryKey: ["get", "/api/api-keys"] });

  const add = (
    <Button size="sm" leftSection={<IconPlus {...icon} />} onClick={() => setCreating(true)}>
      {t("keys.new")}
    </Button>
  );

  return (
    <Section title={t("section.keys")} aside={add}>
      <Card>
        {keys.error ? <Failure error={keys.error} onRetry={() => void keys.refetch()} /> : null}
        {keys.data?.items.length === 0 ? <p className={classes.none}>{t("keys.none")}</p> : null}
        <ul className={classes.rows}>
          {keys.data?.items.map((key) => (
            <li key={key.id} className={classes.row}>
              <div className={classes.rowText}>
                <strong>{key.name}</strong>
                <span>
                  {t("keys.created", { when: format.date(key.created_at) })}
                  {" · "}
                  {key.last_used_at
                    ? t("keys.used", { when: format.moment(key.last_used_at) })
                    : t("keys.neverUsed")}
                </span>
              </div>
              <Button size="sm" color="red" onClick={() => setRevoking(key)}>
                {t("keys.revoke")}
              </Button>
            </li>
          ))}
        </ul>
      </Card>
      {revoking ? (
        <RevokeKey apiKey={revoking} onClose={() => setRevoking(null)} onRevoked={() => void refresh()} />
      ) : null}
      <NewKey opened={creating} onClose={() => setCreating(false)} onCreated={() => void refresh()} />
    </Section>
  );
}

type RevokeProps = { apiKey: Key; onClose: () => void; onRevoked: () => void };

/** A revoked key does not come back, and its program stops at once: the name must be typed. */
function RevokeKey({ apiKey, onClose, onRevoked }: RevokeProps) {
  const { t } = useTranslation("settings");
  const { id, name } = apiKey;
  const [busy, setBusy] = useState(false);
  const revoke = async () => {
    setBusy(true);
    try {
      await client.DELETE("/api/api-keys/{id}", { params: { path: { id } } });
      toast.done(t("keys.revoked", { name }));
      onRevoked();
      onClose();
    } catch (error) {
      toast.failed(errorWords(error));
      setBusy(false);
    }
  };
  return (
    <Dialog opened onClose={onClose} title={t("keys.revokeTitle", { name })}>
      <ConfirmByTyping
        expected={name}
        label={<Trans t={t} i18nKey="keys.revokeText" values={{ name }} components={{ b: <strong /> }} />}
      >
        {(matches) => (
          <Button color="red" fullWidth disabled={!matches} loading={busy} onClick={() => void revoke()}>
            {t("keys.revokeConfirm")}
          </Button>
        )}
      </ConfirmByTyping>
    </Dialog>
  );
}

type NewKeyProps = { opened: boolean; onClose: () => void; onCreated: () => void };

function NewKey({ opened, onClose, onCreated }: NewKeyProps) {
  const { t } = useTranslation("settings");
  const [name, setName] = useState("");
  const [key, setKey] = useState<string | null>(null);
  const close = () => {
    setName("");
    setKey(null);
    onClose();
  };
  const create = async (event: FormEvent) => {
    event.preventDefault();
    try {
      const { data } = await client.POST("/api/api-keys", { body: { name: name.trim() } });
      setKey(data?.key ?? null);
      onCreated();
    } catch (error) {
      toast.failed(errorWords(error));
    }
  };
  return (
    <Dialog opened={opened} onClose={close} title={t("keys.new")}>
      {key === null ? (
        <form onSubmit={(event) => void create(event)} className={classes.form}>
          <TextInput
            label={t("keys.name")}
            description={t("keys.nameHelp")}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            data-autofocus
          />
          <Button type="submit" variant="filled" disabled={!name.trim()}>
            {t("keys.create")}
          </Button>
        </form>
      ) : (
        <div className={classes.form}>
          <Notice tone="amber">{t("keys.once")}</Notice>
          <code className={classes.secret}>{key}</code>
          <Group justify="end">
            <CopyButton value={key}>
              {({ copied, copy }) => (
                <Button leftSection={<IconCopy {...icon} />} onClick={copy}>
                  {copied ? t("copied") : t("copy")}
                </Button>
              )}
            </CopyButton>
            <Button variant="filled" onClick={close}>
              {t("keys.kept")}
            </Button>
          </Group>
        </div>
      )}
    </Dialog>
  );
}
