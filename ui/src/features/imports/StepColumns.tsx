// Second step: each column, three of its values, and what it becomes.
import { Button } from "@mantine/core";
import { IconDeviceFloppy } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { errorWords } from "@/api/errors";
import { icon } from "@/design/icon";
import { Notice } from "@/design/Notice";
import classes from "./Columns.module.css";
import type { Inspection } from "./contract";
import { ImportedBefore } from "./ImportedBefore";
import { MappingRow } from "./MappingRow";
import { MojibakeOffer } from "./MojibakeOffer";
import { previewRows } from "./preview";
import { ColumnQuestions } from "./questions/ColumnQuestions";
import { ReadWarnings } from "./ReadWarnings";
import { RememberedShape } from "./RememberedShape";
import { ResultingContact } from "./ResultingContact";
import type { Wizard } from "./useWizard";
import wizardClasses from "./Wizard.module.css";
import { WizardBody, WizardFooter } from "./WizardFrame";

export function StepColumns({ wizard, inspection }: { wizard: Wizard; inspection: Inspection }) {
  const { t } = useTranslation("imports");
  const { mapping } = wizard;
  const reachable = mapping.includes("email") || (wizard.acceptPhoneOnly && mapping.includes("phone"));
  const named = wizard.newFields.every(({ label }) => label.trim() !== "");
  const rows = previewRows(inspection);
  const nameOf = (index: number) =>
    inspection.columns[index]?.header || t("columns.unnamed", { number: index + 1 });
  return (
    <>
      <WizardBody>
        <div className={wizardClasses.notices}>
          {wizard.startError ? <Notice tone="red">{errorWords(wizard.startError)}</Notice> : null}
          <ImportedBefore inspection={inspection} />
          <RememberedShape wizard={wizard} inspection={inspection} />
          <MojibakeOffer wizard={wizard} inspection={inspection} />
          <ReadWarnings inspection={inspection} />
        </div>
        <div className={classes.split}>
          <div className={classes.mapping} role="table" aria-label={t("columns.table")}>
            <div className={classes.mappingHead} role="row">
              <span role="columnheader">{t("columns.column")}</span>
              <span role="columnheader">{t("columns.samples")}</span>
              <span role="columnheader">{t("columns.field")}</span>
              <span role="columnheader">{t("columns.confidence")}</span>
            </div>
            {inspection.columns.map((column) => (
              <MappingRow key={column.index} column={column} nameOf={nameOf} wizard={wizard}>
                <ColumnQuestions
                  index={column.index}
                  nameOf={nameOf}
                  wizard={wizard}
                  inspection={inspection}
                  rows={rows}
                />
              </MappingRow>
            ))}
          </div>
          <ResultingContact wizard={wizard} inspection={inspection} rows={rows} nameOf={nameOf} />
        </div>
      </WizardBody>
      <WizardFooter
        icon={<IconDeviceFloppy {...icon} />}
        title={t("columns.remembered")}
        text={t("columns.nothing")}
        actions={
          <>
            <Button size="lg" onClick={() => wizard.go({})}>
              {t("columns.back")}
            </Button>
            <Button
              size="lg"
              variant="filled"
              loading={wizard.starting}
              disabled={!reachable || !named}
              onClick={() => wizard.check()}
            >
              {t("columns.next")}
            </Button>
          </>
        }
      />
    </>
  );
}
