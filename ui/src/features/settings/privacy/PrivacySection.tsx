// How long people are kept, who is due, and the proofs of what was erased.
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { Failure } from "@/api/Failure";
import { Section } from "@/design/Page";
import { Skeletons } from "@/design/Skeletons";
import { DuePeople } from "./DuePeople";
import { Erasures } from "./Erasures";
import classes from "./privacy.module.css";
import { RetentionRules } from "./RetentionRules";

export function PrivacySection() {
  const { t } = useTranslation(["privacy", "common"]);
  const [shown, setShown] = useState<string | null>(null);
  const rules = api.useQuery("get", "/api/retention-rules");
  const rule = rules.data?.find(({ id }) => id === shown);
  return (
    <>
      <Section title={t("retention.title")}>
        <p className={classes.lead}>{t("retention.lead")}</p>
        {rules.isPending ? <Skeletons lines={3} label={t("common:loading")} /> : null}
        {rules.error ? <Failure error={rules.error} onRetry={() => void rules.refetch()} /> : null}
        {rules.data ? <RetentionRules rules={rules.data} shown={shown} onShow={setShown} /> : null}
        {rule ? <DuePeople key={rule.id} rule={rule} /> : null}
      </Section>
      <Section title={t("erasures.title")}>
        <p className={classes.lead}>{t("erasures.lead")}</p>
        <Erasures />
      </Section>
    </>
  );
}
