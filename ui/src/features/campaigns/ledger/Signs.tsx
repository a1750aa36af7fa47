// What a running or finished campaign has to say: each sign is an icon, a fact, its meaning and one way on.
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { Notice } from "@/design/Notice";
import { type Status, StatusIcon } from "@/design/StatusIcon";
import { useFormat } from "@/lib/useFormat";
import { bounceShare, type Campaign, type RecipientState } from "../states";
import classes from "./ledger.module.css";

interface Sign {
  key: string;
  status: Status;
  /** Asks a person; stands above the list where the rail has no room. */
  urgent: boolean;
  fact: string;
  meaning: string;
  act?: ReactNode;
}

type Props = { campaign: Campaign; onShow: (state: RecipientState) => void };

/** The share of bounces at which the engine pauses by itself. */
const MOST_BOUNCES = 0.05;
const SETTLED_IN_CONNECTIONS =
  /^(dns|connection_refused|tls_|starttls|auth_|password_unprotected|sender_refused|protocol)/;

function useSigns({ campaign, onShow }: Props): Sign[] {
  const { t, i18n } = useTranslation("campaigns");
  const format = useFormat();
  const { counts } = campaign;
  const show = (state: RecipientState, words: string) => (
    <button type="button" className={classes.signAct} onClick={() => onShow(state)}>
      {words}
    </button>
  );
  const signs: Sign[] = [];
  const reason = campaign.state === "paused" ? campaign.pause_reason : null;
  if (reason && reason !== "by_person") {
    const known = i18n.exists(`campaigns:pauseReason.${reason}`);
    signs.push({
      key: "paused",
      status: "asks",
      urgent: true,
      fact: t("pausedTitle"),
      meaning: known
        ? t(`pauseReason.${reason}` as "pauseReason.dns")
        : t("pauseReason.unexpected", { code: reason }),
      act: SETTLED_IN_CONNECTIONS.test(reason) ? (
        <Link to="/settings" search={{ section: "connections" }} className={classes.signAct}>
          {t("mend.connection")}
        </Link>
      ) : null,
    });
  }
  if (counts.unknown > 0) {
    signs.push({
      key: "unknown",
      status: "asks",
      urgent: true,
      fact: t("unknownTitle", { count: counts.unknown }),
      meaning: t("unknownText"),
      act: show("unknown", t("signs.decide")),
    });
  }
  if (counts.bounced > 0) {
    const share = bounceShare(counts);
    signs.push({
      key: "bounced",
      status: share > MOST_BOUNCES ? "asks" : "done",
      urgent: false,
      fact: t("signs.bounces", { share: format.percent(share, 1) }),
      meaning: t("signs.bouncesMeaning"),
      act: show("bounced", t("signs.see")),
    });
  }
  if (counts.excluded > 0) {
    signs.push({
      key: "excluded",
      status: "done",
      urgent: false,
      fact: t("signs.excluded", { count: counts.excluded }),
      meaning: t("signs.excludedMeaning"),
      act: show("excluded", t("signs.see")),
    });
  }
  if (signs.length === 0) {
    signs.push({
      key: "calm",
      status: "done",
      urgent: false,
      fact: t("signs.calm"),
      meaning: t("signs.calmMeaning"),
    });
  }
  return signs;
}

/** Beside the ledger, where there is room. */
export function SignRail(props: Props) {
  const { t } = useTranslation("campaigns");
  const signs = useSigns(props);
  return (
    <aside className={classes.rail} aria-label={t("signs.title")}>
      <h2>{t("signs.title")}</h2>
      <ul className={classes.signs}>
        {signs.map((sign) => (
          <li key={sign.key} className={classes.sign}>
            <StatusIcon status={sign.status} />
            <strong>{sign.fact}</strong>
            <p>{sign.meaning}</p>
            {sign.act}
          </li>
        ))}
      </ul>
      <MessageSent campaign={props.campaign} />
    </aside>
  );
}

/** Above the ledger, where there is none: only what asks somebody. */
export function SignNotices(props: Props) {
  const signs = useSigns(props).filter((sign) => sign.urgent);
  return (
    <div className={classes.notices}>
      {signs.map((sign) => (
        <Notice key={sign.key} tone="amber" title={sign.fact} action={sign.act}>
          {sign.meaning}
        </Notice>
      ))}
    </div>
  );
}

function MessageSent({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation("campaigns");
  const id = campaign.template_id ?? "";
  const template = api.useQuery(
    "get",
    "/api/templates/{id}",
    { params: { path: { id } } },
    { enabled: id !== "" },
  );
  if (!template.data) return null;
  return (
    <>
      <h2>{t("signs.message")}</h2>
      <Link to="/templates/$id" params={{ id }} className={classes.signAct}>
        {t("signs.template", { name: template.data.name })}
      </Link>
    </>
  );
}
