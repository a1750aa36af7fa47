// Who must not be written to.
import { useTranslation } from "react-i18next";
import { Page, PageHeader } from "@/design/Page";

export function SuppressionsPage() {
  const { t } = useTranslation("common");
  return (
    <Page>
      <PageHeader title={t("places.contacts")} />
    </Page>
  );
}
