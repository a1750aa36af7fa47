// "Aujourd'hui": what needs a person first, then the day's figures, then what is under way.
import { IconFileImport, IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Failure } from "@/api/Failure";
import { useHome } from "@/api/home";
import { ButtonLink } from "@/design/ButtonLink";
import { icon } from "@/design/icon";
import { Page, PageHeader } from "@/design/Page";
import { Skeletons } from "@/design/Skeletons";
import { useFormat } from "@/lib/useFormat";
import { Figures } from "./Figures";
import classes from "./Home.module.css";
import { RecentCampaigns } from "./RecentCampaigns";
import { RecentImports } from "./RecentImports";
import { Running } from "./Running";
import { Waiting } from "./Waiting";

export function HomePage() {
  const { t } = useTranslation(["home", "common"]);
  const format = useFormat();
  const home = useHome();
  return (
    <Page>
      <PageHeader
        title={t("common:places.home")}
        subtitle={format.longDate(Date.now())}
        actions={
          <>
            <ButtonLink to="/contacts/import" leftSection={<IconFileImport {...icon} />}>
              {t("import")}
            </ButtonLink>
            <ButtonLink to="/campaigns" leftSection={<IconPlus {...icon} />}>
              {t("newCampaign")}
            </ButtonLink>
          </>
        }
      />
      {home.error ? <Failure error={home.error} onRetry={() => void home.refetch()} /> : null}
      {home.isPending ? <Skeletons lines={6} label={t("common:loading")} /> : null}
      {home.data ? (
        <>
          <Waiting home={home.data} />
          <Figures home={home.data} />
          <div className={classes.columns}>
            <div>
              <Running campaigns={home.data.campaigns_running} />
              <RecentCampaigns campaigns={home.data.campaigns_recent} />
            </div>
            <RecentImports imports={home.data.imports_recent} />
          </div>
        </>
      ) : null}
    </Page>
  );
}
