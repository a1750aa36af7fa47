// Taking an address off the suppression list: a deliberate act, typed.
import { Button } from "@mantine/core";
import { Trans, useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { errorWords } from "@/api/errors";
import type { Suppression } from "@/api/types";
import { ConfirmByTyping } from "@/design/ConfirmByTyping";
import { Dialog } from "@/design/Dialog";
import { Notice } from "@/design/Notice";
import { toast } from "@/design/toast";
import classes from "../Contacts.module.css";
import { useRefreshContact } from "../person/useRefreshContact";

export function LiftDialog({ suppression, onClose }: { suppression: Suppression; onClose: () => void }) {
  const { t } = useTranslation("contacts");
  const refresh = useRefreshContact();
  const { address } = suppression;
  const lift = api.useMutation("delete", "/api/suppressions/{id}", {
    onSuccess: async () => {
      toast.done(t("suppressions.lifted", { address }));
      onClose();
      await refresh();
    },
  });
  return (
    <Dialog opened onClose={onClose} title={t("suppressions.liftTitle")}>
      <div className={classes.dialog}>
        {lift.error ? <Notice tone="red">{errorWords(lift.error)}</Notice> : null}
        <ConfirmByTyping
          expected={address}
          label={
            <Trans t={t} i18nKey="suppressions.liftText" values={{ address }} components={{ b: <b /> }} />
          }
        >
          {(matches) => (
            <Button
              color="red"
              disabled={!matches}
              loading={lift.isPending}
              onClick={() => lift.mutate({ params: { path: { id: suppression.id } } })}
            >
              {t("suppressions.liftAct")}
            </Button>
          )}
        </ConfirmByTyping>
      </div>
    </Dialog>
  );
}
