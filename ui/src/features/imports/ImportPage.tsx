// The import wizard: file, columns, review, result. The address says where it stands.
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { Failure } from "@/api/Failure";
import { Skeletons } from "@/design/Skeletons";
import { FileLine } from "./FileLine";
import { RunningImport } from "./RunningImport";
import { StepReview } from "./review/StepReview";
import { StepColumns } from "./StepColumns";
import { StepFile } from "./StepFile";
import { StepResult } from "./StepResult";
import { useWizard } from "./useWizard";
import { WizardFrame } from "./WizardFrame";

/** The feed refreshes a running import; this only covers a feed that has stopped. */
const FALLBACK_MS = 2_000;

function useImport(id: string | undefined) {
  return api.useQuery(
    "get",
    "/api/imports/{id}",
    { params: { path: { id: id ?? "" } } },
    {
      enabled: Boolean(id),
      refetchInterval: (query) => (query.state.data?.state === "running" ? FALLBACK_MS : false),
    },
  );
}

export function ImportPage() {
  const { t } = useTranslation(["imports", "common"]);
  const wizard = useWizard();
  const { search, go, inspection } = wizard;
  const check = useImport(search.check);
  const done = useImport(search.import);
  const waiting = <Skeletons lines={8} label={t("common:loading")} />;

  if (search.import) {
    return (
      <WizardFrame step={3}>
        {done.error ? <Failure error={done.error} onRetry={() => void done.refetch()} /> : null}
        {done.isPending ? waiting : null}
        {done.data?.state === "running" ? <RunningImport session={done.data} /> : null}
        {done.data && done.data.state !== "running" ? (
          <StepResult session={done.data} wizard={wizard} />
        ) : null}
      </WizardFrame>
    );
  }
  if (!search.upload || inspection.error) {
    return (
      <WizardFrame step={0}>
        <StepFile wizard={wizard} error={wizard.uploadError ?? inspection.error} />
      </WizardFrame>
    );
  }
  if (!inspection.data) return <WizardFrame step={1}>{waiting}</WizardFrame>;
  const counted = search.check && check.data?.state === "finished" ? check.data.counts.rows : undefined;
  const line = <FileLine wizard={wizard} inspection={inspection.data} rows={counted} />;
  const toFile = () => go({});
  const toColumns = () => go({ upload: search.upload, ...(search.name ? { name: search.name } : {}) });
  if (search.check) {
    return (
      <WizardFrame step={2} line={line} onStep={[toFile, toColumns]}>
        {check.error ? <Failure error={check.error} onRetry={() => void check.refetch()} /> : null}
        {check.isPending ? waiting : null}
        {check.data?.state === "running" ? <RunningImport session={check.data} /> : null}
        {check.data && check.data.state !== "running" ? (
          <StepReview
            session={check.data}
            wizard={wizard}
            inspection={inspection.data}
            onColumns={toColumns}
          />
        ) : null}
      </WizardFrame>
    );
  }
  return (
    <WizardFrame step={1} line={line} onStep={[toFile]}>
      <StepColumns wizard={wizard} inspection={inspection.data} />
    </WizardFrame>
  );
}
