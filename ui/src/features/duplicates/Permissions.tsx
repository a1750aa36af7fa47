// What a merge does to consents and refusals, said before it is done: the stricter one wins, the list stays.
import { IconBan, IconShieldCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Contact, MergePreview } from "@/api/types";
import { icon } from "@/design/icon";
import classes from "./Compare.module.css";

interface PermissionsProps {
  contacts: readonly Contact[];
  preview: MergePreview | undefined;
}

export function Permissions({ contacts, preview }: PermissionsProps) {
  const { t } = useTranslation("duplicates");
  if (!preview || (preview.consents.length === 0 && preview.suppressions.length === 0)) return null;
  const name = (id: string) => contacts.find((contact) => contact.id === id)?.display_name ?? "";
  return (
    <section className={classes.permissions} aria-label={t("permissions.label")}>
      <h3 className={classes.permissionsTitle}>{t("permissions.label")}</h3>
      <ul>
        {preview.consents.map((taken) => (
          <li key={taken.channel}>
            {taken.state === "refused" ? <IconBan {...icon} /> : <IconShieldCheck {...icon} />}
            <span>
              {t(`permissions.${taken.state}`, {
                channel: t(`permissions.channel.${taken.channel}`),
                name: name(taken.from),
                source: taken.source,
              })}
            </span>
          </li>
        ))}
        {preview.suppressions.map((entry) => (
          <li key={entry.id}>
            <IconBan {...icon} />
            <span>{t("permissions.listed", { address: entry.address })}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
