// An import or its dry run under way: how far, how long, and the way to stop.
import { Button } from "@mantine/core";
import { IconShieldCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { errorWords } from "@/api/errors";
import type { Import } from "@/api/types";
import { icon } from "@/design/icon";
import { Meter } from "@/design/Meter";
import { toast } from "@/design/toast";
import { progressShare } from "@/lib/progress";
import { useFormat } from "@/lib/useFormat";
import classes from "./Wizard.module.css";
import { WizardBody } from "./WizardFrame";

export function RunningImport({ session }: { session: Import }) {
  const { t } = useTranslation("imports");
  const format = useFormat();
  const cancel = api.useMutation("post", "/api/imports/{id}/cancel", {
    onError: (error) => toast.failed(errorWords(error)),
  });
  const { bytes_read: read = 0, bytes_total: total = 0 } = session.progress ?? {};
  const share = total > 0 ? Math.min(1, read / total) : 0;
  const elapsed = Date.now() - session.started_at;
  const left = share > 0.05 ? elapsed * (1 / share - 1) : null;
  const values = { name: session.file_name };
  return (
    <WizardBody>
      <div className={classes.middle}>
        <section className={classes.progress}>
          <h2 className={classes.progressTitle}>
            {session.dry_run ? t("running.check", values) : t("running.import", values)}
          </h2>
          <Meter label={session.file_name} value={share} max={1} />
          <p className={classes.progressLine} role="status">
            <span>
              {t("running.rows", { count: session.counts.rows })}
              {session.progress?.finishing ? ` · ${t("running.finishing")}` : null}
            </span>
            <span>
              {format.percent(progressShare(read, total))}
              {left === null ? null : ` · ${t("running.left", { duration: format.duration(left) })}`}
            </span>
          </p>
          <div className={classes.progressFoot}>
            <p className={classes.quiet}>
              <IconShieldCheck {...icon} />{" "}
              {session.dry_run ? t("running.safeCheck") : t("running.safeImport")}
            </p>
            <Button
              loading={cancel.isPending}
              onClick={() => cancel.mutate({ params: { path: { id: session.id } } })}
            >
              {session.dry_run ? t("running.stopCheck") : t("running.stopImport")}
            </Button>
          </div>
        </section>
      </div>
    </WizardBody>
  );
}
