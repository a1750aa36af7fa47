// Last step: what was done, in figures; what is left to correct; what to do next.
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { codeWords } from "@/api/errors";
import { ButtonLink } from "@/design/ButtonLink";
import { Notice } from "@/design/Notice";
import { StatusIcon } from "@/design/StatusIcon";
import { useFormat } from "@/lib/useFormat";
import type { Import } from "./contract";
import { ImportCounts } from "./ImportCounts";
import { DownloadRejects, RejectsTable } from "./RejectsTable";
import { UndoImport } from "./UndoImport";
import type { Wizard } from "./useWizard";
import classes from "./Wizard.module.css";
import { WizardBody } from "./WizardFrame";

export function StepResult({ session, wizard }: { session: Import; wizard: Wizard }) {
  const { t } = useTranslation("imports");
  if (session.state === "finished") return <Finished session={session} wizard={wizard} />;
  if (session.state === "undone") return <Undone wizard={wizard} />;
  const failed = session.state === "failed";
  const why = failed ? codeWords(session.error_code ?? "", session.error_detail) : null;
  return (
    <WizardBody>
      <div className={classes.middle}>
        <Notice
          tone={failed ? "red" : "plain"}
          title={failed ? t("result.failed") : t("result.cancelled")}
          action={
            <Button
              onClick={() =>
                wizard.go(
                  wizard.search.upload ? { upload: wizard.search.upload, name: session.file_name } : {},
                )
              }
            >
              {wizard.search.upload ? t("result.again") : t("result.another")}
            </Button>
          }
        >
          {why ?? (failed ? t("result.failedText") : t("result.cancelledText"))}
        </Notice>
      </div>
    </WizardBody>
  );
}

function Undone({ wizard }: { wizard: Wizard }) {
  const { t } = useTranslation("imports");
  return (
    <WizardBody>
      <div className={classes.middle}>
        <Notice
          tone="plain"
          title={t("undo.undone")}
          action={<Button onClick={() => wizard.go({})}>{t("result.another")}</Button>}
        >
          {t("undo.undoneText")}
        </Notice>
      </div>
    </WizardBody>
  );
}

function Finished({ session, wizard }: { session: Import; wizard: Wizard }) {
  const { t } = useTranslation("imports");
  const format = useFormat();
  const { counts } = session;
  const changed = counts.created + counts.updated;
  const seconds = ((session.finished_at ?? session.started_at) - session.started_at) / 1000;
  return (
    <WizardBody>
      <div className={classes.middle}>
        <div className={classes.done}>
          <StatusIcon status={changed > 0 ? "done" : "asks"} size={28} />
          <div className={classes.doneWords}>
            <h2 className={classes.doneTitle}>
              {counts.created > 0
                ? t("result.done", { count: counts.created })
                : changed > 0
                  ? t("review.updatedLine", { count: changed })
                  : t("result.doneNone")}
            </h2>
            <p className={classes.quiet}>
              {t("result.doneText", {
                file: session.file_name,
                seconds: format.seconds(Math.max(0.1, seconds)),
              })}
            </p>
          </div>
          {changed > 0 ? <UndoImport session={session} /> : null}
          <Button onClick={() => wizard.go({})}>{t("result.another")}</Button>
          <ButtonLink to="/contacts" search={{ import: session.id }} variant="filled">
            {t("result.see")}
          </ButtonLink>
        </div>
        <ImportCounts session={session} />
        {session.suppressed > 0 ? (
          <Notice tone="plain" title={t("result.suppressed", { count: session.suppressed })}>
            {t("result.suppressedText")}
          </Notice>
        ) : null}
        {counts.rejected > 0 ? (
          <section className={classes.leftOver}>
            <div className={classes.leftOverHead}>
              <div className={classes.doneWords}>
                <h3 className={classes.leftOverTitle}>
                  {t("result.rejectsTitle", { count: counts.rejected })}
                </h3>
                <p className={classes.quiet}>{t("result.rejectsText")}</p>
              </div>
              <DownloadRejects importId={session.id} />
            </div>
            <div className={classes.leftOverTable}>
              <RejectsTable importId={session.id} />
            </div>
          </section>
        ) : null}
      </div>
    </WizardBody>
  );
}
