// Taking a connection away cannot be undone, because its password goes with it: the name must be typed.
import { Button } from "@mantine/core";
import { useState } from "react";
import { Trans, useTranslation } from "react-i18next";
import { client } from "@/api/client";
import { errorWords } from "@/api/errors";
import type { components } from "@/api/schema";
import { ConfirmByTyping } from "@/design/ConfirmByTyping";
import { Dialog } from "@/design/Dialog";
import { toast } from "@/design/toast";

type Connection = components["schemas"]["Connection"];

export function RemoveConnection({
  connection,
  onRemoved,
}: {
  connection: Connection;
  onRemoved: () => void;
}) {
  const { t } = useTranslation("settings");
  const [asking, setAsking] = useState(false);
  const { id, name } = connection;
  const remove = async () => {
    try {
      await client.DELETE("/api/connections/{id}", { params: { path: { id } } });
      toast.done(t("connections.deleted", { name }));
      onRemoved();
    } catch (error) {
      toast.failed(errorWords(error));
    }
  };
  return (
    <>
      <Button variant="subtle" color="red" ml={-12} onClick={() => setAsking(true)}>
        {t("connections.delete")}
      </Button>
      <Dialog opened={asking} onClose={() => setAsking(false)} title={t("connections.deleteTitle")}>
        <ConfirmByTyping
          expected={name}
          label={
            <Trans t={t} i18nKey="connections.deleteText" values={{ name }} components={{ b: <strong /> }} />
          }
        >
          {(matches) => (
            <Button color="red" fullWidth disabled={!matches} onClick={() => void remove()}>
              {t("connections.deleteConfirm")}
            </Button>
          )}
        </ConfirmByTyping>
      </Dialog>
    </>
  );
}
