// One import in full: the file and its seal, what each column became, what was done, and the way back.
import { IconArrowRight, IconUsers } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { codeWords } from "@/api/errors";
import { Failure } from "@/api/Failure";
import { ButtonLink } from "@/design/ButtonLink";
import { Drawer, DrawerSection } from "@/design/Drawer";
import { icon } from "@/design/icon";
import { KeyValue } from "@/design/KeyValue";
import { Notice } from "@/design/Notice";
import { Skeletons } from "@/design/Skeletons";
import { useFormat } from "@/lib/useFormat";
import type { Import } from "../contract";
import { useFieldLabel } from "../fields";
import { countryWords } from "../mapping";
import { DownloadRejects } from "../RejectsTable";
import { useReasonWords } from "../review/reasons";
import { UndoImport } from "../UndoImport";
import classes from "./History.module.css";
import { ImportState } from "./ImportsPage";

interface ImportDrawerProps {
  id: string;
  onPrevious: (() => void) | undefined;
  onNext: (() => void) | undefined;
  onClose: () => void;
}

export function ImportDrawer({ id, onPrevious, onNext, onClose }: ImportDrawerProps) {
  const { t } = useTranslation(["imports", "common"]);
  const found = api.useQuery("get", "/api/imports/{id}", { params: { path: { id } } });
  const session = found.data;
  return (
    <Drawer
      label={session?.file_name ?? t("history.detail")}
      onPrevious={onPrevious}
      onNext={onNext}
      onClose={onClose}
      words={{ previous: t("history.previous"), next: t("history.next"), close: t("common:close") }}
    >
      {found.error ? <Failure error={found.error} onRetry={() => void found.refetch()} /> : null}
      {session ? <Details session={session} /> : null}
      {found.isPending ? <Skeletons lines={8} label={t("common:loading")} /> : null}
    </Drawer>
  );
}

function Details({ session }: { session: Import }) {
  const { t } = useTranslation("imports");
  const format = useFormat();
  const { counts } = session;
  const seconds = ((session.finished_at ?? session.started_at) - session.started_at) / 1000;
  const figures = (["rows", "created", "updated", "unchanged", "duplicates", "rejected"] as const).map(
    (key) => ({
      key,
      label: t(`result.${key}`),
      value: <span className="figures">{format.number(counts[key])}</span>,
    }),
  );
  return (
    <>
      <div className={classes.top}>
        <h2 className={classes.fileName}>{session.file_name}</h2>
        <p className={classes.quiet}>
          {t("history.line", {
            when: format.moment(session.started_at),
            seconds: format.seconds(Math.max(0.1, seconds)),
          })}
        </p>
        <ImportState state={session.state} />
        {session.state === "failed" ? (
          <Notice tone="red">{codeWords(session.error_code ?? "", session.error_detail)}</Notice>
        ) : null}
        <div className={classes.acts}>
          {session.state === "finished" && counts.created > 0 ? (
            <ButtonLink to="/contacts" search={{ import: session.id }} leftSection={<IconUsers {...icon} />}>
              {t("history.see")}
            </ButtonLink>
          ) : null}
          {counts.rejected > 0 ? <DownloadRejects importId={session.id} /> : null}
          {session.state === "finished" && counts.created + counts.updated > 0 ? (
            <UndoImport session={session} />
          ) : null}
        </div>
      </div>
      <DrawerSection title={t("history.counts")}>
        <KeyValue items={figures} labelWidth={148} />
        <Reasons session={session} />
      </DrawerSection>
      <Plan session={session} />
      <DrawerSection title={t("history.seal")}>
        <p className={classes.quiet}>{t("history.sealText")}</p>
        <p className={classes.hash}>{session.file_sha256}</p>
      </DrawerSection>
    </>
  );
}

function Reasons({ session }: { session: Import }) {
  const format = useFormat();
  const words = useReasonWords();
  const rejected = Object.entries(session.reasons).filter(([, count]) => count > 0);
  if (rejected.length === 0) return null;
  return (
    <ul className={classes.reasons}>
      {rejected.map(([code, count]) => (
        <li key={code}>
          <span>{words(code)}</span>
          <span className="figures">{format.number(count)}</span>
        </li>
      ))}
    </ul>
  );
}

/** What was confirmed, column by column; imports of earlier versions did not keep it. */
function Plan({ session }: { session: Import }) {
  const { t, i18n } = useTranslation("imports");
  const label = useFieldLabel();
  const { plan } = session;
  if (!plan) return null;
  const facts = [
    { key: "policy", label: t("policy.label"), value: t(`policy.${plan.policy}`) },
    { key: "country", label: t("phone.country"), value: countryWords(plan.country, i18n.language) },
    ...(session.tags.length > 0
      ? [{ key: "tags", label: t("fields.tags"), value: session.tags.join(", ") }]
      : []),
    ...(plan.corrected > 0
      ? [
          {
            key: "corrected",
            label: t("history.corrected"),
            value: t("history.lines", { count: plan.corrected }),
          },
        ]
      : []),
  ];
  return (
    <>
      <DrawerSection title={t("history.choices")}>
        <KeyValue items={facts} labelWidth={112} />
      </DrawerSection>
      <DrawerSection title={t("history.mapping")}>
        <ul className={classes.mapping}>
          {plan.columns.map(({ header, field }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have one name
            <li key={index}>
              <span className="one-line">{header || t("columns.unnamed", { number: index + 1 })}</span>
              <IconArrowRight {...icon} size={14} />
              <span className={field ? classes.strong : classes.quiet}>
                {field ? label(field) : t("columns.ignore")}
              </span>
            </li>
          ))}
        </ul>
      </DrawerSection>
    </>
  );
}
