// Taking an import back: what will happen, in figures, then one button.
import { Button, Group } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { errorWords } from "@/api/errors";
import type { Import } from "@/api/types";
import { Dialog } from "@/design/Dialog";
import { icon } from "@/design/icon";
import { Notice } from "@/design/Notice";
import { Skeletons } from "@/design/Skeletons";
import { toast } from "@/design/toast";
import classes from "./Wizard.module.css";

export function UndoImport({ session }: { session: Import }) {
  const { t } = useTranslation(["imports", "common"]);
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button variant="subtle" leftSection={<IconArrowBackUp {...icon} />} onClick={() => setAsking(true)}>
        {t("undo.act")}
      </Button>
      <Dialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("undo.title", { file: session.file_name })}
      >
        <Question session={session} onClose={() => setAsking(false)} />
      </Dialog>
    </>
  );
}

function Question({ session, onClose }: { session: Import; onClose: () => void }) {
  const { t } = useTranslation(["imports", "common"]);
  const queries = useQueryClient();
  const path = { params: { path: { id: session.id } } };
  const plan = api.useQuery("get", "/api/imports/{id}/undo", path, { gcTime: 0 });
  const undo = api.useMutation("post", "/api/imports/{id}/undo", {
    onSuccess: ({ removed, restored }) => {
      // The event feed tells every other screen; this one does not wait for it.
      void queries.invalidateQueries({ queryKey: ["get", "/api/imports/{id}"] });
      toast.done(t("undo.done", { count: removed + restored }));
      onClose();
    },
  });
  const error = plan.error ?? undo.error;
  if (error) return <Notice tone="red">{errorWords(error)}</Notice>;
  if (!plan.data) return <Skeletons lines={3} label={t("common:loading")} />;
  const { removed, restored, kept } = plan.data;
  return (
    <>
      <ul className={classes.undoPlan}>
        {removed > 0 ? <li>{t("undo.removed", { count: removed })}</li> : null}
        {restored > 0 ? <li>{t("undo.restored", { count: restored })}</li> : null}
        {kept > 0 ? <li>{t("undo.kept", { count: kept })}</li> : null}
      </ul>
      <p className={classes.quiet}>{t("undo.safe")}</p>
      <Group justify="flex-end" mt="md">
        <Button onClick={onClose}>{t("undo.leave")}</Button>
        <Button color="red" loading={undo.isPending} onClick={() => undo.mutate(path)} data-autofocus>
          {t("undo.act")}
        </Button>
      </Group>
    </>
  );
}
