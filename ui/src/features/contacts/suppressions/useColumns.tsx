// What the suppression list tells of an entry: who, why, on which ground, from where, since when.
import { IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Suppression } from "@/api/types";
import type { Column } from "@/design/DataTable";
import { IconButton } from "@/design/IconButton";
import { icon } from "@/design/icon";
import { useFormat } from "@/lib/useFormat";
import classes from "../Contacts.module.css";

/** Sources that the program itself writes have words; others are kept as people wrote them. */
export function useSource(): (source: string) => string {
  const { t } = useTranslation("privacy");
  return (source) => {
    if (source === "manual") return t("list.manual");
    if (source.startsWith("campaign:")) return t("list.campaign");
    return source === "erasure" ? t("list.erasure") : source;
  };
}

/** A number as people write it; an address as it is. */
export function useAddress(): (row: Suppression) => string {
  const format = useFormat();
  return (row) => (row.channel === "email" ? row.address : format.phone(row.address));
}

export function useColumns(all: boolean, onLift: (row: Suppression) => void): Column<Suppression>[] {
  const { t } = useTranslation(["contacts", "privacy"]);
  const format = useFormat();
  const source = useSource();
  const address = useAddress();
  const quiet = (text: string) => <span className={classes.quiet}>{text}</span>;
  const channel: Column<Suppression> = {
    key: "channel",
    header: t("privacy:list.channel"),
    width: "96px",
    hideBelow: 520,
    cell: (row) => quiet(t(`privacy:channel.${row.channel}`)),
  };
  return [
    {
      key: "address",
      header: t("suppressions.address"),
      width: "minmax(130px, 1.4fr)",
      cell: address,
    },
    ...(all ? [channel] : []),
    {
      key: "reason",
      header: t("suppressions.reason"),
      width: "minmax(96px, 1fr)",
      cell: (row) => t(`suppressions.reasons.${row.reason}`),
    },
    {
      key: "basis",
      header: t("privacy:list.basis"),
      width: "minmax(140px, 1fr)",
      hideBelow: 860,
      cell: (row) => quiet(t(`privacy:list.ground.${row.legal_basis}`)),
    },
    {
      key: "source",
      header: t("suppressions.source"),
      width: "minmax(120px, 1fr)",
      hideBelow: 700,
      cell: (row) => quiet(source(row.source)),
    },
    {
      key: "since",
      header: t("suppressions.since"),
      width: "112px",
      hideBelow: 620,
      cell: (row) => quiet(format.recent(row.created_at)),
    },
    {
      key: "lift",
      header: <span className="only-heard">{t("suppressions.act")}</span>,
      width: "28px",
      cell: (row) => (
        <IconButton
          size={24}
          label={t("suppressions.lift", { address: row.address })}
          onClick={(event) => {
            event.stopPropagation();
            onLift(row);
          }}
        >
          <IconX {...icon} />
        </IconButton>
      ),
    },
  ];
}
