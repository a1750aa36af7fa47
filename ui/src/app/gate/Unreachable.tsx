// The server gives no answer: say what is safe, and try again by itself.
import { Button } from "@mantine/core";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { errorWords } from "@/api/errors";
import { GatePage } from "@/design/GatePage";

const AGAIN_MS = 3_000;

export function Unreachable({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation("common");
  useEffect(() => {
    const timer = window.setInterval(onRetry, AGAIN_MS);
    return () => window.clearInterval(timer);
  }, [onRetry]);
  return (
    <GatePage title={t("gate.unreachable")} text={errorWords(error)}>
      <div>
        <Button variant="filled" onClick={onRetry}>
          {t("gate.retry")}
        </Button>
      </div>
    </GatePage>
  );
}
