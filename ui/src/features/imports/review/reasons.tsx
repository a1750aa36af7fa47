// Why a row is where it is: the words and the picture of each reason.
import { IconCopy, IconHash, IconMail, IconPhone } from "@tabler/icons-react";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { icon } from "@/design/icon";
import { StatusIcon } from "@/design/StatusIcon";
import { useFormat } from "@/lib/useFormat";
import type { ReviewRow } from "../contract";

const FACES: Record<string, typeof IconMail> = {
  same_email: IconMail,
  same_phone: IconPhone,
  same_reference: IconHash,
  repeats_line: IconCopy,
};

export function ReasonIcon({ reason }: { reason: string | null }) {
  const Face = FACES[reason ?? ""];
  return Face ? <Face {...icon} /> : <StatusIcon status="asks" />;
}

/** The words of a reason; an unknown code is shown as it is rather than hidden. */
export function useReasonWords(): (code: string | null) => string {
  const { i18n } = useTranslation("imports");
  return useCallback(
    (code: string | null) => {
      const key = `imports:reasons.${code ?? "none"}`;
      return i18n.exists(key) ? (i18n.t(key as never) as string) : (code ?? "");
    },
    [i18n],
  );
}

/** The same with the line that a row repeats. */
export function useRowReason(): (row: Pick<ReviewRow, "reason" | "repeats_line">) => string {
  const { t } = useTranslation("imports");
  const words = useReasonWords();
  const format = useFormat();
  return (row) =>
    row.repeats_line !== null && row.reason === "repeats_line"
      ? t("review.repeats", { line: format.number(row.repeats_line) })
      : words(row.reason);
}
