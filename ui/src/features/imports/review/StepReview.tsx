// Third step: what the dry run found, tab by tab; the sums add up before anything is written.
import { Button } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { errorWords } from "@/api/errors";
import { icon } from "@/design/icon";
import { Notice } from "@/design/Notice";
import { uncounted } from "../choices";
import type { Import, Inspection } from "../contract";
import { StepResult } from "../StepResult";
import type { Wizard } from "../useWizard";
import { WizardFooter } from "../WizardFrame";
import { ReviewRows } from "./ReviewRows";

interface StepReviewProps {
  session: Import;
  wizard: Wizard;
  inspection: Inspection;
  onColumns: () => void;
}

export function StepReview({ session, wizard, inspection, onColumns }: StepReviewProps) {
  const { t } = useTranslation("imports");
  if (session.state !== "finished") return <StepResult session={session} wizard={wizard} />;
  const { counts } = session;
  const wanted = counts.created + counts.updated;
  const stale = uncounted(wizard.choices);
  return (
    <>
      <ReviewRows session={session} wizard={wizard} inspection={inspection}>
        {wizard.startError ? <Notice tone="red">{errorWords(wizard.startError)}</Notice> : null}
        {wanted === 0 && stale === 0 ? (
          <Notice tone="amber" title={t("review.nothingTitle")}>
            {t("review.nothingText")}
          </Notice>
        ) : null}
      </ReviewRows>
      <WizardFooter
        icon={<IconArrowBackUp {...icon} />}
        title={t("review.safe")}
        text={t("review.safeText")}
        aside={
          <>
            <p>{t("review.updatedLine", { count: counts.updated })}</p>
            <p>{t("review.rejectedLine", { count: counts.rejected })}</p>
          </>
        }
        actions={
          <>
            <Button size="lg" onClick={onColumns}>
              {t("review.back")}
            </Button>
            {stale > 0 ? (
              <Button size="lg" variant="filled" loading={wizard.starting} onClick={() => wizard.check()}>
                {t("review.recount", { count: stale })}
              </Button>
            ) : (
              <Button
                size="lg"
                variant="filled"
                disabled={wanted === 0}
                loading={wizard.starting}
                onClick={wizard.commit}
              >
                {counts.created > 0
                  ? t("review.import", { count: counts.created })
                  : wanted > 0
                    ? t("review.update", { count: counts.updated })
                    : t("review.importNothing")}
              </Button>
            )}
          </>
        }
      />
    </>
  );
}
