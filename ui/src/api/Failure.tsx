// A failed answer on a screen: what happened, what is safe, and the way to ask again.
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Notice } from "@/design/Notice";
import { errorWords } from "./errors";

export function Failure({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation("common");
  return (
    <Notice
      tone="red"
      action={
        onRetry ? (
          <Button size="sm" onClick={onRetry}>
            {t("retry")}
          </Button>
        ) : null
      }
    >
      {errorWords(error)}
    </Notice>
  );
}
