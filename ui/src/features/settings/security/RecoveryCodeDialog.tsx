// A new recovery code: why and what it costs, the code once, two groups typed back. The steps are those of the first run.
import { Button, Group } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, client } from "@/api/client";
import { errorWords } from "@/api/errors";
import { Dialog } from "@/design/Dialog";
import { Notice } from "@/design/Notice";
import { toast } from "@/design/toast";
import { CodeStep, ConfirmStep } from "@/features/firstRun";
import { setRecoveryLater } from "@/lib/recoveryLater";
import settings from "../settings.module.css";
import classes from "./security.module.css";
import { useSecurityAct } from "./useSecurityAct";

type Place = { step: "ask" } | { step: "code" | "confirm"; code: string };

export function RecoveryCodeDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(["security", "common", "firstRun"]);
  const queries = useQueryClient();
  const vault = api.useQuery("get", "/api/vault");
  const { busy, error, run } = useSecurityAct();
  const [place, setPlace] = useState<Place>({ step: "ask" });

  const renew = () =>
    run(async () => {
      // The gate would otherwise take the unchecked code for a first run and put this dialog away with it.
      setRecoveryLater(true);
      const { data } = await client.POST("/api/vault/recovery-code");
      // The groups asked for belong to one code.
      queries.removeQueries({ queryKey: ["get", "/api/vault/confirm"] });
      if (data) setPlace({ step: "code", code: data.recovery_code });
    });
  const confirmed = async () => {
    // First the news that the code is checked, and only then the gate may look again.
    await run(async () => undefined);
    setRecoveryLater(false);
    toast.done(t("code.done"));
    onClose();
  };
  return (
    <Dialog
      opened
      onClose={onClose}
      title={place.step === "confirm" ? t("firstRun:confirm.title") : t("code.title")}
      size={568}
      // A code that is shown once is not put away by a stray click or key.
      closeOnClickOutside={place.step === "ask"}
      closeOnEscape={place.step === "ask"}
      withCloseButton={place.step === "ask"}
      classNames={{ root: classes.printed ?? "" }}
    >
      {place.step === "ask" ? (
        <div className={settings.form}>
          <p className={classes.quiet}>{t("code.text")}</p>
          <Notice tone="amber">{t("code.backups")}</Notice>
          {error ? <Notice tone="red">{errorWords(error)}</Notice> : null}
          <Group justify="end" gap={8}>
            <Button variant="subtle" onClick={onClose}>
              {t("common:cancel")}
            </Button>
            <Button variant="filled" loading={busy} onClick={() => void renew()} data-autofocus>
              {t("code.make")}
            </Button>
          </Group>
        </div>
      ) : null}
      {place.step === "code" ? (
        <CodeStep
          inside
          code={place.code}
          path={vault.data?.path ?? ""}
          onNext={() => setPlace({ step: "confirm", code: place.code })}
        />
      ) : null}
      {place.step === "confirm" ? (
        <ConfirmStep
          inside
          onBack={() => setPlace({ step: "code", code: place.code })}
          onNewCode={(code) => setPlace({ step: "code", code })}
          onConfirmed={() => void confirmed()}
        />
      ) : null}
    </Dialog>
  );
}
