// A renewal of keys ends while the person is elsewhere: the corner says how.
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { codeWords } from "@/api/errors";
import { onFeedEvent } from "@/api/events";
import { toast } from "@/design/toast";
import { KINDS } from "./rotation";

interface Ended {
  kind: (typeof KINDS)[number];
  outcome: string;
}

/** Reads the news of an end; anything else is `null`. The master key ends in its own dialog. */
export function readEnd(data: unknown): Ended | null {
  if (typeof data !== "object" || data === null) return null;
  const { kind, outcome } = data as Record<string, unknown>;
  const known = KINDS.find((one) => one === kind);
  if (!known || known === "master" || typeof outcome !== "string") return null;
  return { kind: known, outcome };
}

export function useRotationNews(): void {
  const { t } = useTranslation("security");
  useEffect(
    () =>
      onFeedEvent((event) => {
        const end = event.kind === "rotation.finished" ? readEnd(event.data) : null;
        if (!end || end.outcome === "stopped") return;
        const name = t(`rotation.${end.kind}.name`);
        if (end.outcome === "done") toast.done(t("rotation.ended", { name }));
        else toast.failed(`${t("rotation.endedBadly", { name })} ${codeWords(end.outcome)}`);
      }),
    [t],
  );
}
