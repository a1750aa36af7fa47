// The state in words. The dates stand in the sentence, so that it can be read out on the phone.
import { useTranslation } from "react-i18next";
import type { License } from "@/api/types";
import { useFormat } from "@/lib/useFormat";
import { isReleased } from "./license";

export function useStateSentence(license: License): string {
  const { t } = useTranslation("license");
  const format = useFormat();
  const date = (at: number | null) => (at === null ? "" : format.date(at));
  if (license.state === "none" && isReleased(license)) return t("state.released");
  if (license.state === "trial") return t("state.trial", { count: license.trial_days_left ?? 0 });
  return t(`state.${license.state}`, {
    expires: date(license.expires_at),
    grace: date(license.grace_until),
    starts: date(license.starts_at),
  });
}

/** What follows from it, in a second sentence. */
export function useStateDetail(license: License): string {
  const { t } = useTranslation("license");
  const format = useFormat();
  if (license.state === "none" && isReleased(license)) return t("detail.released");
  if (license.state !== "valid") return t(`detail.${license.state}`);
  return license.expires_at === null
    ? t("detail.perpetual")
    : t("detail.valid", { expires: format.date(license.expires_at) });
}
