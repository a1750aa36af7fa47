// What a person said about one channel, written down with its ground, its source and its date.
import { Button, Checkbox, Group, Radio, Select, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { errorWords } from "@/api/errors";
import type { Consent, Contact } from "@/api/types";
import { Dialog } from "@/design/Dialog";
import { Notice } from "@/design/Notice";
import { toast } from "@/design/toast";
import { useFormat } from "@/lib/useFormat";
import { useRefreshContact } from "../person/useRefreshContact";
import classes from "./Consent.module.css";
import { type Basis, basesFor, basisFor, type Said, standingOf } from "./standing";

interface ConsentDialogProps {
  contact: Contact;
  fact: Consent;
  onClose: () => void;
}

/** A day as the browser's date field writes it, in local time. */
function dayOf(at: number): string {
  const date = new Date(at);
  const two = (part: number) => String(part).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** Noon of a day of the past; now for today, so that the latest answer counts. */
function momentOf(day: string): number | null {
  if (!day || day === dayOf(Date.now())) return null;
  return new Date(`${day}T12:00:00`).getTime();
}

function useSave({ fact, onClose }: ConsentDialogProps) {
  const { t } = useTranslation("privacy");
  const refresh = useRefreshContact();
  return api.useMutation("post", "/api/contacts/{id}/consents", {
    onSuccess: async (_, { body }) => {
      const channel = t(`channel.${fact.channel}`);
      toast.done(t("dialog.saved", { channel, state: t(`state.${body.state}`) }));
      onClose();
      await refresh();
    },
  });
}

export function ConsentDialog(props: ConsentDialogProps) {
  const { contact, fact, onClose } = props;
  const { t } = useTranslation(["privacy", "contacts"]);
  const standing = standingOf(fact);
  const [said, setSaid] = useState<Said>(standing === "granted" ? "refused" : "granted");
  const [chosen, setChosen] = useState<Basis | null>(null);
  const basis = basisFor(said, chosen);
  const [source, setSource] = useState("");
  const [day, setDay] = useState(dayOf(Date.now()));
  const [lift, setLift] = useState(false);
  const save = useSave(props);
  const blocked = said === "granted" && fact.suppressed;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body = {
      channel: fact.channel,
      state: said,
      legal_basis: basis,
      source: source.trim(),
      decided_at: momentOf(day),
      lift_suppression: blocked && lift,
    };
    save.mutate({ params: { path: { id: contact.id } }, body });
  };
  const title = t("dialog.title", { channel: t(`channel.${fact.channel}`), name: contact.display_name });
  return (
    <Dialog opened onClose={onClose} title={title}>
      <form className={classes.form} onSubmit={submit}>
        {save.error ? <Notice tone="red">{errorWords(save.error)}</Notice> : null}
        <Radio.Group label={t("dialog.state")} value={said} onChange={(value) => setSaid(value as Said)}>
          <Group mt={4}>
            <Radio value="granted" label={t("state.granted")} />
            <Radio value="refused" label={t("state.refused")} />
          </Group>
        </Radio.Group>
        <Select
          label={t("dialog.basis")}
          description={t(`basisHelp.${basis}`)}
          data={basesFor(said).map((value) => ({ value, label: t(`basis.${value}`) }))}
          value={basis}
          onChange={(value) => value && setChosen(value as Basis)}
          allowDeselect={false}
        />
        <TextInput
          label={t("dialog.source")}
          placeholder={t("dialog.sourcePlaceholder")}
          value={source}
          onChange={(event) => setSource(event.currentTarget.value)}
          maxLength={200}
          required
          data-autofocus
        />
        <TextInput
          label={t("dialog.date")}
          type="date"
          max={dayOf(Date.now())}
          value={day}
          onChange={(event) => setDay(event.currentTarget.value)}
        />
        {said === "refused" ? (
          <Notice tone="plain">
            {t(fact.channel === "post" ? "dialog.refusePost" : "dialog.refuseText")}
          </Notice>
        ) : null}
        {blocked ? (
          <Notice tone="amber">
            {t("dialog.listed", {
              reason: t(`contacts:suppressions.reasons.${fact.suppression_reason ?? "manual"}`),
            })}
            <Checkbox
              mt={8}
              label={t("dialog.lift")}
              checked={lift}
              onChange={(event) => setLift(event.currentTarget.checked)}
            />
          </Notice>
        ) : null}
        <Button
          type="submit"
          variant="filled"
          loading={save.isPending}
          disabled={!source.trim() || (blocked && !lift)}
        >
          {t("dialog.save")}
        </Button>
        <Earlier contact={contact} channel={fact.channel} />
      </form>
    </Dialog>
  );
}

function Earlier({ contact, channel }: { contact: Contact; channel: Consent["channel"] }) {
  const { t } = useTranslation("privacy");
  const format = useFormat();
  const list = api.useQuery("get", "/api/contacts/{id}/consents", { params: { path: { id: contact.id } } });
  const earlier = list.data?.filter((said) => said.channel === channel) ?? [];
  if (earlier.length === 0) return null;
  return (
    <div>
      <h3 className={classes.earlierTitle}>{t("dialog.earlier")}</h3>
      <ul className={classes.earlier}>
        {earlier.map((said) => (
          <li key={said.id}>
            {t(`state.${said.state}`)}.{" "}
            {t("consents.said", {
              basis: t(`basis.${said.legal_basis}`),
              source: said.source,
              date: format.date(said.decided_at),
            })}
          </li>
        ))}
      </ul>
    </div>
  );
}
