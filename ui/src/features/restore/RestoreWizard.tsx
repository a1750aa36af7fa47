// From a backup file and its recovery code back to a working vault, in three short steps.
import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { client } from "@/api/client";
import type { BackupContents, RestoredVault } from "@/api/types";
import { setRecoveryLater } from "@/lib/recoveryLater";
import type { Source } from "./backupFile";
import { ContentsStep } from "./ContentsStep";
import { DoneStep } from "./DoneStep";
import { FileStep } from "./FileStep";
import classes from "./restore.module.css";

type Place =
  | { step: "file" }
  | { step: "contents"; source: Source; code: string; contents: BackupContents }
  | { step: "done"; restored: RestoredVault };

interface RestoreWizardProps {
  /** Within a dialog, which has a title of its own. */
  inside?: boolean;
  onBack: () => void;
}

export function RestoreWizard({ inside = false, onBack }: RestoreWizardProps) {
  const { t } = useTranslation("backup");
  const queries = useQueryClient();
  const [place, setPlace] = useState<Place>({ step: "file" });
  const open = async (source: Source, code: string) => {
    const { data } = await client.POST("/api/restore/inspect", { body: { ...source, recovery_code: code } });
    if (data) setPlace({ step: "contents", source, code, contents: data });
  };
  const restore = async (source: Source, code: string, older: boolean) => {
    const body = { ...source, recovery_code: code, confirm_older: older };
    const { data } = await client.POST("/api/restore", { body });
    if (data) setPlace({ step: "done", restored: data });
  };
  const enter = async () => {
    setRecoveryLater(false);
    // Nothing that was asked before belongs to this vault.
    await queries.resetQueries();
  };
  return (
    <div className={classes.wizard}>
      {place.step === "file" ? <FileStep inside={inside} onOpen={open} /> : null}
      {place.step === "contents" ? (
        <ContentsStep
          contents={place.contents}
          onRestore={(older) => restore(place.source, place.code, older)}
        />
      ) : null}
      {place.step === "done" ? <DoneStep restored={place.restored} onEnter={() => void enter()} /> : null}
      {place.step === "done" ? null : (
        <Back
          onBack={place.step === "file" ? onBack : () => setPlace({ step: "file" })}
          label={place.step === "file" ? t("restore.back") : t("restore.otherFile")}
        />
      )}
    </div>
  );
}

function Back({ onBack, label }: { onBack: () => void; label: ReactNode }) {
  return (
    <Button variant="subtle" onClick={onBack}>
      {label}
    </Button>
  );
}
