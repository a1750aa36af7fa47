// What this person received: the latest campaign first, each a way to its row in the ledger.
import { IconSend } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { DrawerSection } from "@/design/Drawer";
import { icon } from "@/design/icon";
import { useFormat } from "@/lib/useFormat";
import classes from "./ContactDrawer.module.css";

export function History({ contactId }: { contactId: string }) {
  const { t } = useTranslation("contacts");
  const format = useFormat();
  const history = api.useQuery("get", "/api/contacts/{id}/history", { params: { path: { id: contactId } } });
  return (
    <DrawerSection title={t("history.title")}>
      {history.data?.length === 0 ? <p className={classes.none}>{t("history.none")}</p> : null}
      <ul className={classes.events}>
        {history.data?.map((item) => (
          <li key={item.campaign_id}>
            <Link to="/campaigns/$id" params={{ id: item.campaign_id }} className={classes.event}>
              <span className={classes.eventFace}>
                <IconSend {...icon} size={14} />
              </span>
              <span className={classes.eventWords}>
                <span className={`${classes.eventName} one-line`}>{item.campaign_name}</span>
                <span className={classes.eventState}>{t(`history.state.${item.state}`)}</span>
              </span>
              <span className={classes.eventTime}>{format.recent(item.at)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </DrawerSection>
  );
}
