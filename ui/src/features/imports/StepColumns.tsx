// Second step: each column, three of its values, and what it becomes.
import { Button } from "@mantine/core";
import { IconDeviceFloppy } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { errorWords } from "@/api/errors";
import { icon } from "@/design/icon";
import { Notice } from "@/design/Notice";
import classes from "./Columns.module.css";
import { ImportedBefore } from "./ImportedBefore";
import { MappingRow } from "./MappingRow";
import { ReadWarnings } from "./ReadWarnings";
import { ResultingContact } from "./ResultingContact";
import type { Inspection, Wizard } from "./useWizard";
import wizardClasses from "./Wizard.module.css";
import { WizardBody, WizardFooter } from "./WizardFrame";

export function StepColumns({ wizard, inspection }: { wizard: Wizard; inspection: Inspection }) {
  const { t } = useTranslation("imports");
  const { mapping } = wizard;
  const reachable =
    mapping.includes("email") || (wizard.choices.acceptPhoneOnly && mapping.includes("phone"));
  return (
    <>
      <WizardBody>
        {wizard.startError ? (
          <div className={wizardClasses.above}>
            <Notice tone="red">{errorWords(wizard.startError)}</Notice>
          </div>
        ) : null}
        <ImportedBefore inspection={inspection} />
        <ReadWarnings inspection={inspection} />
        <div className={classes.split}>
          <div className={classes.mapping} role="table" aria-label={t("columns.table")}>
            <div className={classes.mappingHead} role="row">
              <span role="columnheader">{t("columns.column")}</span>
              <span role="columnheader">{t("columns.samples")}</span>
              <span role="columnheader">{t("columns.field")}</span>
              <span role="columnheader">{t("columns.confidence")}</span>
            </div>
            {inspection.columns.map((column) => (
              <MappingRow
                key={column.index}
                column={column}
                field={mapping[column.index] ?? null}
                wizard={wizard}
                onChange={(field) =>
                  wizard.change({
                    mapping: mapping.map((before, at) => (at === column.index ? field : before)),
                  })
                }
              />
            ))}
          </div>
          <ResultingContact wizard={wizard} inspection={inspection} />
        </div>
      </WizardBody>
      <WizardFooter
        icon={<IconDeviceFloppy {...icon} />}
        title={t("columns.nothing")}
        text={t("columns.nothingText")}
        actions={
          <>
            <Button size="lg" onClick={() => wizard.go({})}>
              {t("columns.back")}
            </Button>
            <Button
              size="lg"
              variant="filled"
              loading={wizard.starting}
              disabled={!reachable}
              onClick={wizard.check}
            >
              {t("columns.next")}
            </Button>
          </>
        }
      />
    </>
  );
}
