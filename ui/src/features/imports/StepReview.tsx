// Third step: what the dry run found, tab by tab; the sums add up before anything is written.
import { Button } from "@mantine/core";
import { IconShieldCheck } from "@tabler/icons-react";
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import { errorWords } from "@/api/errors";
import type { Import } from "@/api/types";
import { CountTabs } from "@/design/CountTabs";
import { EmptyState } from "@/design/EmptyState";
import { icon, iconLarge } from "@/design/icon";
import { Notice } from "@/design/Notice";
import { StatusIcon } from "@/design/StatusIcon";
import { useFormat } from "@/lib/useFormat";
import { NewRows } from "./NewRows";
import { RejectsTable } from "./RejectsTable";
import { StepResult } from "./StepResult";
import { REVIEW_TABS, type ReviewTab } from "./search";
import type { Inspection, Wizard } from "./useWizard";
import classes from "./Wizard.module.css";
import { WizardFooter } from "./WizardFrame";

interface StepReviewProps {
  session: Import;
  wizard: Wizard;
  inspection: Inspection;
  onColumns: () => void;
}

/** The tab a person wants first: what is new, else what asks for a look. */
function firstTab(counts: Import["counts"]): ReviewTab {
  return REVIEW_TABS.find((tab) => counts[tab] > 0) ?? "created";
}

export function StepReview({ session, wizard, inspection, onColumns }: StepReviewProps) {
  const { t } = useTranslation("imports");
  const format = useFormat();
  const panel = useId();
  if (session.state !== "finished") return <StepResult session={session} wizard={wizard} />;
  const { counts } = session;
  const tab = wizard.search.tab ?? firstTab(counts);
  const wanted = counts.created + counts.updated;
  return (
    <>
      <div className={classes.review}>
        {wizard.startError ? <Notice tone="red">{errorWords(wizard.startError)}</Notice> : null}
        {wanted === 0 ? (
          <Notice tone="amber" title={t("review.nothingTitle")}>
            {t("review.nothingText")}
          </Notice>
        ) : null}
        <CountTabs
          label={t("tabs.label")}
          panel={panel}
          value={tab}
          onChange={(next) => wizard.go({ ...wizard.search, tab: next }, true)}
          tabs={REVIEW_TABS.map((key) => ({ key, label: t(`tabs.${key}`), count: counts[key] }))}
          aside={t("tabs.sum", { rows: format.number(counts.rows) })}
        />
      </div>
      <div id={panel} role="tabpanel" aria-label={t(`tabs.${tab}`)} className={classes.panel}>
        {tab === "created" ? (
          <NewRows
            inspection={inspection}
            mapping={wizard.mapping}
            count={counts.created}
            country={wizard.country}
          />
        ) : tab === "rejected" ? (
          counts.rejected > 0 ? (
            <RejectsTable importId={session.id} bare />
          ) : (
            <Told title={t("review.rejectedNone")}>{t("review.rejectedNoneText")}</Told>
          )
        ) : counts[tab] > 0 ? (
          <Told title={t(`review.${tab}`, { count: counts[tab] })}>{t(`review.${tab}Text`)}</Told>
        ) : (
          <Told title={t(`review.${tab}None`)} />
        )}
      </div>
      <WizardFooter
        icon={<IconShieldCheck {...icon} />}
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
            <Button
              size="lg"
              variant="filled"
              disabled={wanted === 0}
              loading={wizard.starting}
              onClick={wizard.commit}
            >
              {wanted === 0 ? t("review.importNothing") : t("review.import", { count: wanted })}
            </Button>
          </>
        }
      />
    </>
  );
}

function Told({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <EmptyState icon={<StatusIcon status="done" size={iconLarge.size} />} title={title}>
      {children}
    </EmptyState>
  );
}
