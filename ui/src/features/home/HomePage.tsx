// Today.
import { useTranslation } from "react-i18next";
import { Page, PageHeader } from "@/design/Page";

export function HomePage() {
  const { t } = useTranslation("common");
  return (
    <Page>
      <PageHeader title={t("places.home")} />
    </Page>
  );
}
