// The message to oneself first, exactly as the first recipient would get it.
import { Button, Group, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { client } from "@/api/client";
import { errorWords } from "@/api/errors";
import { Dialog } from "@/design/Dialog";
import { Notice } from "@/design/Notice";
import { toast } from "@/design/toast";

type Props = { campaignId: string; opened: boolean; onClose: () => void };

export function TestMessage({ campaignId, opened, onClose }: Props) {
  const { t } = useTranslation("campaigns");
  const [to, setTo] = useState("");
  const [sending, setSending] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);

  const send = async (event: FormEvent) => {
    event.preventDefault();
    setSending(true);
    setFailure(null);
    try {
      const params = { path: { id: campaignId } };
      const { data } = await client.POST("/api/campaigns/{id}/test-message", {
        params,
        body: { to: to.trim() },
      });
      toast.done(t("test.sent", { to: to.trim(), code: data?.reply.code ?? 250 }));
      onClose();
    } catch (error) {
      setFailure(error);
    } finally {
      setSending(false);
    }
  };

  return (
    <Dialog opened={opened} onClose={onClose} title={t("test.title")} size="md">
      <form onSubmit={(event) => void send(event)}>
        <Text size="sm" c="var(--ink-2)" mb="sm">
          {t("test.text")}
        </Text>
        <TextInput
          label={t("test.to")}
          type="email"
          required
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
          data-autofocus
        />
        {failure ? <Notice tone="red">{errorWords(failure)}</Notice> : null}
        <Group justify="end" mt="md">
          <Button variant="subtle" onClick={onClose}>
            {t("test.later")}
          </Button>
          <Button type="submit" variant="filled" loading={sending} disabled={!to.includes("@")}>
            {t("test.send")}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}
