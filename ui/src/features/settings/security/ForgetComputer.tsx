// Another computer stops opening the vault by itself: lost, sold, replaced. Not undoable from here, so its name is typed.
import { Button } from "@mantine/core";
import { Trans, useTranslation } from "react-i18next";
import { client } from "@/api/client";
import { errorWords } from "@/api/errors";
import type { Slot } from "@/api/security";
import { ConfirmByTyping } from "@/design/ConfirmByTyping";
import { Dialog } from "@/design/Dialog";
import { Notice } from "@/design/Notice";
import { toast } from "@/design/toast";
import { useSecurityAct } from "./useSecurityAct";

export function ForgetComputer({ slot, onClose }: { slot: Slot; onClose: () => void }) {
  const { t } = useTranslation("security");
  const { busy, error, run } = useSecurityAct();
  const name = slot.label || t(`kind.${slot.kind}.name`);
  const forget = async () => {
    const params = { path: { id: slot.id } };
    if (await run(() => client.DELETE("/api/vault/slots/{id}", { params }))) {
      toast.done(t("forget.done", { name }));
      onClose();
    }
  };
  return (
    <Dialog opened onClose={onClose} title={t("forget.title", { name })}>
      <ConfirmByTyping
        expected={name}
        label={<Trans t={t} i18nKey="forget.text" values={{ name }} components={{ b: <strong /> }} />}
      >
        {(matches) => (
          <>
            {error ? <Notice tone="red">{errorWords(error)}</Notice> : null}
            <Button color="red" fullWidth disabled={!matches} loading={busy} onClick={() => void forget()}>
              {t("forget.do")}
            </Button>
          </>
        )}
      </ConfirmByTyping>
    </Dialog>
  );
}
