// Shown only when the first answer takes longer than it should.
import { Loader } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "@/design/GatePage.module.css";

export function Waiting() {
  const { t } = useTranslation("common");
  return (
    <main className={classes.page}>
      <Loader role="status" aria-label={t("loading")} />
    </main>
  );
}
