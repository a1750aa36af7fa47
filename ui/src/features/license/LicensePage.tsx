// The licence: how it stands, what works and what does not, and three numbered steps that somebody can be led through
// on the phone.
import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { Failure } from "@/api/Failure";
import type { License } from "@/api/types";
import { Page, PageHeader, Section } from "@/design/Page";
import { Activation } from "./Activation";
import { LicenseFacts } from "./LicenseFacts";
import { isLicensed, isReleased } from "./license";
import classes from "./license.module.css";
import { Released, ReleaseSection } from "./ReleaseSection";
import { RevocationSection } from "./RevocationSection";
import { StateCard } from "./StateCard";

export function LicensePage() {
  const { t } = useTranslation("license");
  const license = api.useQuery("get", "/api/license");
  const holder = license.data?.licensee;
  const name = holder ? [holder.company, holder.name].filter(Boolean).join(", ") : null;
  return (
    <Page>
      <PageHeader title={t("title")} subtitle={name ? t("licensedTo", { name }) : t("subtitle")} />
      <div className={classes.column}>
        {license.error ? <Failure error={license.error} onRetry={() => void license.refetch()} /> : null}
        {license.data ? <Body license={license.data} /> : null}
      </div>
    </Page>
  );
}

function Body({ license }: { license: License }) {
  const { t } = useTranslation("license");
  const licensed = isLicensed(license);
  const [another, setAnother] = useState(false);
  const asked = !licensed || another || license.request_pending || license.state === "grace";
  return (
    <>
      <StateCard license={license} />
      {isReleased(license) && license.released ? <Released block={license.released} /> : null}
      {asked ? (
        <Activation license={license} />
      ) : (
        <Section title={t("another.title")}>
          <p className={classes.text}>{t("another.text")}</p>
          <Button onClick={() => setAnother(true)}>{t("another.act")}</Button>
        </Section>
      )}
      {license.edition === null ? null : <LicenseFacts license={license} />}
      {license.edition === null ? null : <ReleaseSection license={license} />}
      <RevocationSection />
    </>
  );
}
