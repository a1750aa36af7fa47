// The firm's settings, one section at a time.
import { Link, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Page, PageHeader } from "@/design/Page";
import { ApiKeysSection } from "./ApiKeysSection";
import { AppearanceSection } from "./AppearanceSection";
import { BackupSection } from "./backup/BackupSection";
import { ConnectionsSection } from "./connections/ConnectionsSection";
import { FirmSection } from "./FirmSection";
import { FieldsSection } from "./fields/FieldsSection";
import { PrivacySection } from "./privacy/PrivacySection";
import { SECTIONS, type Section } from "./search";
import { SecuritySection } from "./security/SecuritySection";
import classes from "./settings.module.css";

const BODY: Record<Section, () => React.ReactNode> = {
  connections: () => <ConnectionsSection />,
  firm: () => <FirmSection />,
  fields: () => <FieldsSection />,
  privacy: () => <PrivacySection />,
  appearance: () => <AppearanceSection />,
  keys: () => <ApiKeysSection />,
  security: () => <SecuritySection />,
  backup: () => <BackupSection />,
};

export function SettingsPage() {
  const { t } = useTranslation("settings");
  const { section = "connections" } = useSearch({ from: "/settings" });
  return (
    <Page>
      <PageHeader title={t("title")} />
      <div className={classes.columns}>
        <nav aria-label={t("sections")} className={classes.rail}>
          {SECTIONS.map((name) => (
            <Link
              key={name}
              to="/settings"
              search={{ section: name }}
              className={classes.railLink}
              aria-current={name === section ? "page" : undefined}
            >
              {t(`section.${name}`)}
            </Link>
          ))}
          <Link to="/license" className={classes.railLink}>
            {t("section.license")}
          </Link>
        </nav>
        <div className={classes.body}>{BODY[section]()}</div>
      </div>
    </Page>
  );
}
