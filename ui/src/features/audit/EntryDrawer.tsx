// One entry: who, what, to what; its place in the chain; everything else that was recorded.
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { errorCode } from "@/api/errors";
import { Failure } from "@/api/Failure";
import type { components } from "@/api/schema";
import { ButtonLink } from "@/design/ButtonLink";
import { Drawer, DrawerSection } from "@/design/Drawer";
import { KeyValue } from "@/design/KeyValue";
import { Notice } from "@/design/Notice";
import { Skeletons } from "@/design/Skeletons";
import { useFormat } from "@/lib/useFormat";
import classes from "./Audit.module.css";
import { longHash } from "./ledger";
import { useAuditWords } from "./words";

type Details = components["schemas"]["AuditEntryDetails"];

interface EntryDrawerProps {
  seq: number;
  onPrevious: (() => void) | undefined;
  onNext: (() => void) | undefined;
  onOpen: (seq: number) => void;
  onClose: () => void;
}

export function EntryDrawer({ seq, onPrevious, onNext, onOpen, onClose }: EntryDrawerProps) {
  const { t } = useTranslation(["audit", "common"]);
  const format = useFormat();
  const found = api.useQuery("get", "/api/audit/{seq}", { params: { path: { seq } } });
  const gone = found.error && errorCode(found.error).endsWith("not_found");
  return (
    <Drawer
      label={t("drawer.label", { seq: format.number(seq) })}
      position={t("drawer.label", { seq: format.number(seq) })}
      onPrevious={onPrevious}
      onNext={onNext}
      onClose={onClose}
      words={{ previous: t("drawer.previous"), next: t("drawer.next"), close: t("drawer.close") }}
    >
      {found.isPending ? <Skeletons lines={6} label={t("common:loading")} /> : null}
      {gone ? <Notice tone="plain">{t("drawer.gone")}</Notice> : null}
      {found.error && !gone ? <Failure error={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.data ? <Body entry={found.data} onOpen={onOpen} /> : null}
    </Drawer>
  );
}

function Body({ entry, onOpen }: { entry: Details; onOpen: (seq: number) => void }) {
  const { t } = useTranslation("audit");
  const format = useFormat();
  const words = useAuditWords();
  const items = [
    {
      key: "time",
      label: t("columns.time"),
      value: (
        <>
          {format.date(entry.at)} <span className="figures">{format.exactClock(entry.at)}</span>
        </>
      ),
    },
    { key: "actor", label: t("columns.actor"), value: words.actor(entry.actor) },
    {
      key: "object",
      label: t("columns.object"),
      value: (
        <>
          {entry.object_name ? <>{entry.object_name} </> : null}
          <span className={classes.reference}>{entry.object}</span>
        </>
      ),
    },
    { key: "code", label: t("drawer.code"), value: <code className={classes.code}>{entry.action}</code> },
  ];
  return (
    <>
      <h2 className={classes.entryTitle}>{words.action(entry.action)}</h2>
      <KeyValue items={items} />
      <SeeObject entry={entry} />
      <DrawerSection title={t("drawer.details")}>
        {entry.details === null ? (
          <p className={classes.when}>{t("drawer.erased")}</p>
        ) : (
          <DetailList details={entry.details as unknown} />
        )}
      </DrawerSection>
      <DrawerSection title={t("drawer.chain")}>
        <Hash label={t("drawer.hash")} hash={entry.hash} />
        <Hash label={t("drawer.prev")} hash={entry.prev} />
        {entry.seq > 1 ? (
          <button type="button" className={classes.link} onClick={() => onOpen(entry.seq - 1)}>
            {t("drawer.seePrev", { seq: format.number(entry.seq - 1) })}
          </button>
        ) : null}
        <Hash label={t("drawer.commitment")} hash={entry.commitment} />
        <p className={classes.when}>{t("drawer.meaning")}</p>
      </DrawerSection>
    </>
  );
}

function Hash({ label, hash }: { label: string; hash: string }) {
  return (
    <div className={classes.hash}>
      <span>{label}</span>
      <code>{longHash(hash)}</code>
    </div>
  );
}

/** Plain values by name; what is nested, as it was recorded. */
function DetailList({ details }: { details: unknown }) {
  const { t } = useTranslation("audit");
  const pairs =
    details && typeof details === "object" && !Array.isArray(details) ? Object.entries(details) : null;
  if (!pairs) return <pre className={classes.json}>{JSON.stringify(details, null, 2)}</pre>;
  if (pairs.length === 0) return <p className={classes.when}>{t("drawer.nothing")}</p>;
  const items = pairs.map(([key, value]) => ({
    key,
    label: key,
    value:
      value !== null && typeof value === "object" ? (
        <pre className={classes.json}>{JSON.stringify(value, null, 2)}</pre>
      ) : (
        String(value)
      ),
  }));
  return <KeyValue items={items} />;
}

const PLACES: Record<string, (id: string) => { to: string; search?: object; params?: object }> = {
  contact: (id) => ({ to: "/contacts", search: { contact: id } }),
  campaign: (id) => ({ to: "/campaigns/$id", params: { id } }),
  template: (id) => ({ to: "/templates/$id", params: { id } }),
};

/** A way to the thing itself, while it is there. */
function SeeObject({ entry }: { entry: Details }) {
  const { t } = useTranslation("audit");
  const place = PLACES[entry.action.split(".")[0] ?? ""];
  if (!place || !entry.object_name) return null;
  return (
    <div className={classes.see}>
      <ButtonLink {...(place(entry.object) as { to: "/contacts" })} size="sm">
        {t("drawer.see", { name: entry.object_name })}
      </ButtonLink>
    </div>
  );
}
