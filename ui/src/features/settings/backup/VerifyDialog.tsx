// A full drill: the real code opens the file, and everything is unpacked and checked but the last step.
import { Button, Group, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { errorWords } from "@/api/errors";
import type { Backup } from "@/api/types";
import { Dialog } from "@/design/Dialog";
import { Notice } from "@/design/Notice";
import { toast } from "@/design/toast";
import { readTypedCode } from "@/lib/recoveryCode";
import settings from "../settings.module.css";
import classes from "./backup.module.css";

interface VerifyDialogProps {
  backup: Backup;
  onVerify: (code: string) => Promise<void>;
  onClose: () => void;
}

export function VerifyDialog({ backup, onVerify, onClose }: VerifyDialogProps) {
  const { t } = useTranslation(["backup", "common", "lock"]);
  const queries = useQueryClient();
  const [code, setCode] = useState("");
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const typed = readTypedCode(code);
  const verify = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFailure(null);
    try {
      await onVerify(code);
      await queries.invalidateQueries({ queryKey: ["get", "/api/backups"] });
      toast.done(t("drill.done"));
      onClose();
    } catch (error) {
      setFailure(error);
      setBusy(false);
    }
  };
  return (
    <Dialog opened onClose={onClose} title={t("drill.title")}>
      <form className={settings.form} onSubmit={(event) => void verify(event)}>
        <p className={classes.quiet}>{t("drill.text")}</p>
        <TextInput
          label={t("drill.code", { mark: backup.recovery_key_id })}
          classNames={{ input: classes.code ?? "" }}
          placeholder="SR1-XXXX-XXXX-…"
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          error={
            typed.stranger
              ? t("lock:code.stranger", { sign: typed.stranger.sign, number: typed.stranger.group })
              : null
          }
          autoComplete="off"
          spellCheck={false}
          data-autofocus
        />
        {failure ? <Notice tone="red">{errorWords(failure)}</Notice> : null}
        <Group justify="end" gap={8}>
          <Button variant="subtle" onClick={onClose}>
            {t("common:cancel")}
          </Button>
          <Button type="submit" variant="filled" loading={busy} disabled={!typed.complete}>
            {t("drill.do")}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}
