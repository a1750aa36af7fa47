// Whether this person may be written to: channel and state, then why.
import { useTranslation } from "react-i18next";
import type { Contact } from "@/api/types";
import { DrawerSection } from "@/design/Drawer";
import { type Status, StatusIcon } from "@/design/StatusIcon";
import classes from "./ContactDrawer.module.css";

const SHAPES = { allowed: "done", refused: "refused", noAddress: "waiting" } as const satisfies Record<
  string,
  Status
>;

export function Consent({ contact }: { contact: Contact }) {
  const { t } = useTranslation("contacts");
  const state = contact.suppressed ? "refused" : contact.email ? "allowed" : "noAddress";
  return (
    <DrawerSection title={t("consent.title")}>
      <div className={classes.consent}>
        <StatusIcon status={SHAPES[state]} />
        <span className={classes.consentChannel}>{t("consent.email")}</span>
        <span className={classes.consentState} data-state={state}>
          {t(`consent.${state}`)}
        </span>
        <span className={classes.consentText}>{t(`consent.${state}Text`)}</span>
      </div>
    </DrawerSection>
  );
}
