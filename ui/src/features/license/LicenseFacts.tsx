// What the licence says, for whoever asks on the phone.
import { useTranslation } from "react-i18next";
import type { License } from "@/api/types";
import { KeyValue, type KeyValueItem } from "@/design/KeyValue";
import { Card, Section } from "@/design/Page";
import { useFormat } from "@/lib/useFormat";
import classes from "./license.module.css";

export function LicenseFacts({ license }: { license: License }) {
  const { t } = useTranslation("license");
  const format = useFormat();
  const of = (used: number, most: number | null) =>
    most === null
      ? t("facts.noLimit", { used: format.number(used) })
      : t("facts.of", { used: format.number(used), most: format.number(most) });
  const items: KeyValueItem[] = [
    { key: "company", label: t("facts.company"), value: license.licensee?.company || "—" },
    { key: "name", label: t("facts.name"), value: license.licensee?.name || "—" },
    { key: "edition", label: t("facts.edition"), value: license.edition },
    {
      key: "until",
      label: t("facts.until"),
      value: license.expires_at === null ? t("facts.forEver") : format.date(license.expires_at),
    },
    {
      key: "updates",
      label: t("facts.updates"),
      value: license.maintained_until === null ? t("facts.included") : format.date(license.maintained_until),
    },
    {
      key: "computer",
      label: t("facts.computer"),
      value: t(`facts.match.${license.machine_match ?? "any"}`),
    },
    {
      key: "mailboxes",
      label: t("facts.mailboxes"),
      value: of(license.used.mailboxes, license.quota.mailboxes),
    },
    { key: "keys", label: t("facts.keys"), value: of(license.used.api_keys, license.quota.api_keys) },
    {
      key: "number",
      label: t("facts.number"),
      value: <span className={classes.mono}>{license.license_id}</span>,
    },
    { key: "revision", label: t("facts.revision"), value: format.number(license.revision ?? 0) },
  ];
  return (
    <Section title={t("facts.title")}>
      <Card padded>
        <KeyValue labelWidth={160} items={items} />
      </Card>
    </Section>
  );
}
