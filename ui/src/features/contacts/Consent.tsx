// Whether this person may be contacted, channel by channel: what counts, then on which ground, from where, since when.
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Contact, Consent as Fact } from "@/api/types";
import { DrawerSection } from "@/design/Drawer";
import { type Status, StatusIcon } from "@/design/StatusIcon";
import { useFormat } from "@/lib/useFormat";
import classes from "./consent/Consent.module.css";
import { ConsentDialog } from "./consent/ConsentDialog";
import { type Standing, standingOf } from "./consent/standing";

const SHAPES = { granted: "done", refused: "refused", unknown: "waiting" } as const satisfies Record<
  Standing,
  Status
>;

export function Consent({ contact }: { contact: Contact }) {
  const { t } = useTranslation("privacy");
  const [changing, setChanging] = useState<Fact | null>(null);
  return (
    <DrawerSection title={t("consents.title")}>
      <ul className={classes.facts}>
        {contact.consents.map((fact) => (
          <li key={fact.channel}>
            <Row contact={contact} fact={fact} onChange={() => setChanging(fact)} />
          </li>
        ))}
      </ul>
      {changing ? (
        <ConsentDialog contact={contact} fact={changing} onClose={() => setChanging(null)} />
      ) : null}
    </DrawerSection>
  );
}

function Row({ contact, fact, onChange }: { contact: Contact; fact: Fact; onChange: () => void }) {
  const { t } = useTranslation("privacy");
  const why = useWhy(contact, fact);
  const standing = standingOf(fact);
  const channel = t(`channel.${fact.channel}`);
  const state = t(`state.${standing}`);
  return (
    <button
      type="button"
      className={classes.fact}
      aria-label={`${t("consents.change", { channel, state })}. ${why}`}
      onClick={onChange}
    >
      <StatusIcon status={SHAPES[standing]} />
      <span className={classes.channel}>{channel}</span>
      <span className={classes.state} data-state={standing}>
        {state}
      </span>
      <span className={classes.why}>{why}</span>
    </button>
  );
}

/** The second line: the ground, the source and the date; or what is missing. */
function useWhy(contact: Contact, fact: Fact): string {
  const { t } = useTranslation(["privacy", "contacts"]);
  const format = useFormat();
  const date = fact.decided_at === null ? "" : format.date(fact.decided_at);
  if (fact.suppressed && fact.state !== "refused") {
    const reason = t(`contacts:suppressions.reasons.${fact.suppression_reason ?? "manual"}`);
    return t("consents.onListPlain", { reason });
  }
  if (fact.legal_basis !== null) {
    return t("consents.said", { basis: t(`basis.${fact.legal_basis}`), source: fact.source, date });
  }
  if (fact.channel === "email" && contact.email === null) return t("consents.noEmail");
  const byPhone = fact.channel === "phone" || fact.channel === "whats_app";
  if (byPhone && contact.phone === null) return t("consents.noPhone");
  return t("consents.none");
}
