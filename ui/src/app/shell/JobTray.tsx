// Long work under way, at the bottom of the side bar: it goes on when its screen is left.
import { IconPlayerPause, IconPlayerPlay, IconX } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { errorWords } from "@/api/errors";
import type { Job } from "@/api/types";
import { IconButton } from "@/design/IconButton";
import { icon } from "@/design/icon";
import { Meter } from "@/design/Meter";
import { toast } from "@/design/toast";
import { progressShare } from "@/lib/progress";
import { useFormat } from "@/lib/useFormat";
import classes from "./JobTray.module.css";

const SHOWN = 3;
/** The feed refreshes the tray; this only covers a feed that has stopped. */
const FALLBACK_MS = 5_000;

export function JobTray({ narrow }: { narrow: boolean }) {
  const { t } = useTranslation("common");
  const jobs = api.useQuery(
    "get",
    "/api/jobs",
    {},
    { refetchInterval: (query) => ((query.state.data?.length ?? 0) > 0 ? FALLBACK_MS : false) },
  );
  const running = jobs.data ?? [];
  if (running.length === 0) return null;
  return (
    <section className={classes.tray} aria-label={t("jobs.title")} data-narrow={narrow}>
      {running
        .slice(0, narrow ? 1 : SHOWN)
        .map((job) => (narrow ? <Ring key={job.id} job={job} /> : <Entry key={job.id} job={job} />))}
    </section>
  );
}

/** Where a job's own screen is. */
/** The name people know it by: a file, a campaign, or the kind of keys being renewed. */
function useJobName(job: Job): string {
  const { t } = useTranslation("common");
  if (job.kind === "backup") return t("jobs.backup");
  if (job.kind === "duplicates") return t("jobs.duplicates");
  if (job.kind !== "rotation") return job.name;
  const known = (["database", "columns", "master"] as const).find((kind) => kind === job.name);
  return known ? t(`jobs.rotation.${known}`) : job.name;
}

function JobLink({ job, children, className }: { job: Job; children: ReactNode; className?: string }) {
  const { t } = useTranslation("common");
  const label = t("jobs.open", { name: useJobName(job) });
  const face = { className, "aria-label": label, children };
  switch (job.kind) {
    case "import":
      return <Link to="/contacts/import" search={{ import: job.id }} {...face} />;
    case "campaign":
      return <Link to="/campaigns/$id" params={{ id: job.id }} {...face} />;
    case "duplicates":
      return <Link to="/contacts/duplicates" {...face} />;
    case "rotation":
      return <Link to="/settings" search={{ section: "security" }} {...face} />;
    case "backup":
      return <Link to="/settings" search={{ section: "backup" }} {...face} />;
    default:
      return <span className={className}>{children}</span>;
  }
}

function useJobWords(job: Job): string {
  const { t } = useTranslation("common");
  const format = useFormat();
  const percent = format.percent(progressShare(job.done, job.total));
  if (job.state === "paused") return t("jobs.paused", { percent });
  return job.expected_end === null
    ? t("jobs.percent", { percent })
    : t("jobs.until", { percent, time: format.clock(job.expected_end) });
}

function Entry({ job }: { job: Job }) {
  const words = useJobWords(job);
  const name = useJobName(job);
  return (
    <div className={classes.job}>
      <div className={classes.head}>
        <JobLink job={job} className={classes.name ?? ""}>
          {name}
        </JobLink>
        <JobActs job={job} />
      </div>
      <Meter label={name} text={words} value={job.done} max={job.total} />
      <p className={classes.words}>{words}</p>
    </div>
  );
}

function JobActs({ job }: { job: Job }) {
  const { t } = useTranslation("common");
  const failed = { onError: (error: unknown) => toast.failed(errorWords(error)) };
  const pause = api.useMutation("post", "/api/campaigns/{id}/pause", failed);
  const resume = api.useMutation("post", "/api/campaigns/{id}/resume", failed);
  const cancel = api.useMutation("post", "/api/imports/{id}/cancel", failed);
  const path = { params: { path: { id: job.id } } };
  if (job.kind === "import") {
    return (
      <IconButton
        size={24}
        label={t("jobs.cancelImport", { name: job.name })}
        onClick={() => cancel.mutate(path)}
      >
        <IconX {...icon} />
      </IconButton>
    );
  }
  if (job.kind !== "campaign") return null;
  return job.state === "running" ? (
    <IconButton size={24} label={t("jobs.pause", { name: job.name })} onClick={() => pause.mutate(path)}>
      <IconPlayerPause {...icon} />
    </IconButton>
  ) : (
    <IconButton size={24} label={t("jobs.resume", { name: job.name })} onClick={() => resume.mutate(path)}>
      <IconPlayerPlay {...icon} />
    </IconButton>
  );
}

const RADIUS = 8;
const AROUND = 2 * Math.PI * RADIUS;

/** The same in a circle, for the narrow side bar. */
function Ring({ job }: { job: Job }) {
  const words = useJobWords(job);
  const name = useJobName(job);
  const share = job.total > 0 ? Math.min(1, job.done / job.total) : 0;
  return (
    <JobLink job={job} className={classes.ring ?? ""}>
      <svg width={20} height={20} viewBox="0 0 20 20" aria-hidden>
        <circle cx={10} cy={10} r={RADIUS} className={classes.ringTrack} />
        <circle
          cx={10}
          cy={10}
          r={RADIUS}
          className={classes.ringFill}
          strokeDasharray={`${share * AROUND} ${AROUND}`}
          transform="rotate(-90 10 10)"
        />
      </svg>
      <span className={classes.ringWords}>
        {name}, {words}
      </span>
    </JobLink>
  );
}
