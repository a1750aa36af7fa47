// Where everything lies, and what the encryption does and does not protect from.
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { KeyValue } from "@/design/KeyValue";
import { Card, Section } from "@/design/Page";
import classes from "../settings.module.css";

export function VaultFacts() {
  const { t } = useTranslation("security");
  const vault = api.useQuery("get", "/api/vault");
  const health = api.useQuery("get", "/health");
  if (!vault.data) return null;
  return (
    <Section title={t("facts.title")}>
      <Card padded>
        <KeyValue
          labelWidth={120}
          items={[
            {
              key: "path",
              label: t("facts.path"),
              value: <span className={classes.path}>{vault.data.path}</span>,
            },
            { key: "version", label: t("facts.version"), value: health.data?.version ?? "" },
          ]}
        />
        <p className={classes.honest}>{t("facts.honest")}</p>
      </Card>
    </Section>
  );
}
