// What can be done to a campaign as a whole: pause, go on, cancel, delete.
import { Button } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay, IconTrash } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { client } from "@/api/client";
import { errorWords } from "@/api/errors";
import { ConfirmByTyping } from "@/design/ConfirmByTyping";
import { Dialog } from "@/design/Dialog";
import { IconButton } from "@/design/IconButton";
import { icon } from "@/design/icon";
import { toast } from "@/design/toast";
import { saveEverything } from "@/lib/unsaved";
import type { Campaign } from "../states";
import classes from "./ledger.module.css";

export function CampaignActions({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation(["campaigns", "common"]);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const [cancelling, setCancelling] = useState(false);
  const params = { path: { id: campaign.id } };

  const act = async (call: () => Promise<unknown>) => {
    setBusy(true);
    try {
      await call();
      await queries.invalidateQueries({
        predicate: (query) => String(query.queryKey[1]).startsWith("/api/campaigns"),
      });
    } catch (error) {
      toast.failed(errorWords(error));
    } finally {
      setBusy(false);
    }
  };
  const pause = () => act(() => client.POST("/api/campaigns/{id}/pause", { params }));
  const resume = () => act(() => client.POST("/api/campaigns/{id}/resume", { params }));
  const cancel = () =>
    act(async () => {
      await client.POST("/api/campaigns/{id}/cancel", { params });
      setCancelling(false);
    });
  const remove = () =>
    act(async () => {
      // What was typed a moment ago belongs to the draft that can come back.
      await saveEverything();
      const { data } = await client.GET("/api/campaigns/{id}", { params });
      const { name, audience, template_id, connection_id } = data ?? campaign;
      await client.DELETE("/api/campaigns/{id}", { params });
      await navigate({ to: "/campaigns" });
      toast.undo({
        message: t("deleted", { name }),
        undoLabel: t("common:undo"),
        // A draft has sent nothing: the same decisions under a new number are the same draft.
        onUndo: () =>
          act(() => client.POST("/api/campaigns", { body: { name, audience, template_id, connection_id } })),
      });
    });

  if (campaign.state === "draft") {
    return (
      <IconButton label={t("delete")} onClick={() => void remove()} disabled={busy}>
        <IconTrash {...icon} />
      </IconButton>
    );
  }
  const running = campaign.state === "running";
  if (!running && campaign.state !== "paused") return null;
  return (
    <div className={classes.acts}>
      {running ? (
        <Button leftSection={<IconPlayerPause {...icon} />} loading={busy} onClick={() => void pause()}>
          {t("pause")}
        </Button>
      ) : (
        <Button
          variant="filled"
          leftSection={<IconPlayerPlay {...icon} />}
          loading={busy}
          onClick={() => void resume()}
        >
          {t("resume")}
        </Button>
      )}
      <Button color="red" onClick={() => setCancelling(true)}>
        {t("cancel")}
      </Button>
      <Dialog opened={cancelling} onClose={() => setCancelling(false)} title={t("cancelTitle")}>
        <ConfirmByTyping
          expected={t("cancelWord")}
          label={t("cancelText", { count: campaign.counts.pending, word: t("cancelWord") })}
        >
          {(matches) => (
            <Button color="red" fullWidth disabled={!matches} loading={busy} onClick={() => void cancel()}>
              {t("cancelConfirm", { count: campaign.counts.pending })}
            </Button>
          )}
        </ConfirmByTyping>
      </Dialog>
    </div>
  );
}
