// Where everything lies and how it is locked, in plain words.
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { Failure } from "@/api/Failure";
import { KeyValue } from "@/design/KeyValue";
import { Card, Section } from "@/design/Page";
import { StatusIcon } from "@/design/StatusIcon";
import classes from "./settings.module.css";

export function VaultSection() {
  const { t } = useTranslation("settings");
  const vault = api.useQuery("get", "/api/vault");
  const health = api.useQuery("get", "/health");
  if (vault.error) return <Failure error={vault.error} onRetry={() => void vault.refetch()} />;
  if (!vault.data) return null;
  return (
    <Section title={t("section.vault")}>
      <Card padded>
        <KeyValue
          labelWidth={160}
          items={[
            {
              key: "path",
              label: t("vault.path"),
              value: <span className={classes.path}>{vault.data.path}</span>,
            },
            {
              key: "machine",
              label: t("vault.machine"),
              value: (
                <span className={classes.state}>
                  <StatusIcon status="done" />
                  {t("vault.machineOpens")}
                </span>
              ),
            },
            {
              key: "recovery",
              label: t("vault.recovery"),
              value: (
                <span className={classes.state}>
                  <StatusIcon status={vault.data.recovery_confirmed ? "done" : "asks"} />
                  {vault.data.recovery_confirmed ? t("vault.recoveryKept") : t("vault.recoveryUnconfirmed")}
                </span>
              ),
            },
            { key: "version", label: t("vault.version"), value: health.data?.version ?? "" },
          ]}
        />
        <p className={classes.honest}>{t("vault.honest")}</p>
      </Card>
    </Section>
  );
}
