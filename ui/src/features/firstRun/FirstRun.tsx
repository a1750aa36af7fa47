// The first run: the firm, the recovery code, two groups of it typed back, and where to begin.
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Vault } from "@/api/types";
import { Stepper } from "@/design/Stepper";
import { RestoreWizard } from "@/features/restore";
import { BeginStep } from "./BeginStep";
import { CodeStep } from "./CodeStep";
import { ConfirmStep } from "./ConfirmStep";
import { FirmStep } from "./FirmStep";
import classes from "./firstRun.module.css";

type Place =
  | { step: "firm" }
  | { step: "restore" }
  | { step: "code"; code: string }
  | { step: "confirm"; code: string | null }
  | { step: "begin" };

const STEPS = ["firm", "code", "confirm", "begin"] as const;

export function FirstRun({ vault }: { vault: Vault }) {
  const { t } = useTranslation("firstRun");
  // A vault that exists but whose code was never checked: the program was closed in between.
  const [place, setPlace] = useState<Place>(() =>
    vault.state === "missing" ? { step: "firm" } : { step: "confirm", code: null },
  );
  if (place.step === "restore") {
    return (
      <main className={classes.page}>
        <div className={`${classes.box} ${classes.alone}`}>
          <RestoreWizard onBack={() => setPlace({ step: "firm" })} />
        </div>
      </main>
    );
  }
  return (
    <main className={classes.page}>
      <div className={classes.steps}>
        <Stepper
          label={t("steps.label")}
          current={STEPS.indexOf(place.step)}
          doneWord={t("steps.done")}
          steps={STEPS.map((key) => ({ key, label: t(`steps.${key}`) }))}
        />
      </div>
      <div className={classes.box}>
        {place.step === "firm" ? (
          <FirmStep
            onCreated={(code) => setPlace({ step: "code", code })}
            onRestore={() => setPlace({ step: "restore" })}
          />
        ) : null}
        {place.step === "code" ? (
          <CodeStep
            code={place.code}
            path={vault.path}
            onNext={() => setPlace({ step: "confirm", code: place.code })}
          />
        ) : null}
        {place.step === "confirm" ? (
          <ConfirmStep
            onBack={
              place.code === null ? undefined : () => setPlace({ step: "code", code: place.code ?? "" })
            }
            onNewCode={(code) => setPlace({ step: "code", code })}
            onConfirmed={() => setPlace({ step: "begin" })}
          />
        ) : null}
        {place.step === "begin" ? <BeginStep /> : null}
      </div>
    </main>
  );
}
