// An address or a number that must not be contacted any more, and where that comes from.
import { Button, Select, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { errorWords } from "@/api/errors";
import { Dialog } from "@/design/Dialog";
import { Notice } from "@/design/Notice";
import { toast } from "@/design/toast";
import classes from "../Contacts.module.css";
import { useRefreshContact } from "../person/useRefreshContact";
import { CHANNELS, type ListChannel } from "./channels";

const REASONS = ["manual", "unsubscribed", "complaint", "hard_bounce"] as const;
type Reason = (typeof REASONS)[number];

interface AddDialogProps {
  /** The channel in sight, to begin with. */
  channel: ListChannel;
  onClose: () => void;
}

export function AddDialog({ channel: first, onClose }: AddDialogProps) {
  const { t } = useTranslation(["contacts", "privacy"]);
  const refresh = useRefreshContact();
  const [channel, setChannel] = useState<ListChannel>(first);
  const [address, setAddress] = useState("");
  const [reason, setReason] = useState<Reason>("manual");
  const [source, setSource] = useState("");
  const add = api.useMutation("post", "/api/suppressions", {
    onSuccess: async (saved) => {
      toast.done(t("suppressions.added", { address: saved.address }));
      onClose();
      await refresh();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate({ body: { address: address.trim(), channel, reason, source: source.trim() } });
  };
  return (
    <Dialog opened onClose={onClose} title={t("suppressions.addTitle")}>
      <form className={classes.dialog} onSubmit={submit}>
        {add.error ? <Notice tone="red">{errorWords(add.error)}</Notice> : null}
        <Select
          label={t("privacy:list.channel")}
          data={CHANNELS.map((value) => ({ value, label: t(`privacy:channel.${value}`) }))}
          value={channel}
          onChange={(value) => value && setChannel(value as ListChannel)}
          allowDeselect={false}
        />
        <TextInput
          label={channel === "email" ? t("suppressions.address") : t("privacy:list.number")}
          description={t("suppressions.addText")}
          type={channel === "email" ? "email" : "tel"}
          value={address}
          onChange={(event) => setAddress(event.currentTarget.value)}
          data-autofocus
        />
        <Select
          label={t("suppressions.reason")}
          data={REASONS.map((value) => ({ value, label: t(`suppressions.reasons.${value}`) }))}
          value={reason}
          onChange={(value) => value && setReason(value as Reason)}
          allowDeselect={false}
        />
        <TextInput
          label={t("privacy:list.source")}
          description={t("privacy:list.sourceHelp")}
          value={source}
          onChange={(event) => setSource(event.currentTarget.value)}
          maxLength={200}
        />
        <Button type="submit" variant="filled" loading={add.isPending} disabled={!address.trim()}>
          {t("suppressions.addAct")}
        </Button>
      </form>
    </Dialog>
  );
}
