// The address book.
import { useTranslation } from "react-i18next";
import { Page, PageHeader } from "@/design/Page";

export function ContactsPage() {
  const { t } = useTranslation("common");
  return (
    <Page>
      <PageHeader title={t("places.contacts")} />
    </Page>
  );
}
