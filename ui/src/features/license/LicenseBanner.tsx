// One line above every screen while the licence asks for something; nothing while all is well.
import { useLocation } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { License } from "@/api/types";
import { ButtonLink } from "@/design/ButtonLink";
import { Notice } from "@/design/Notice";
import { useFormat } from "@/lib/useFormat";
import { banner } from "./license";
import { useStateSentence } from "./sentence";

export function LicenseBanner() {
  const license = api.useQuery("get", "/api/license");
  const { pathname } = useLocation();
  // Its own page says everything, a failing answer too, and the first screen has a line of its own.
  if (!license.data || pathname === "/license" || pathname === "/" || banner(license.data) === null)
    return null;
  return <Line license={license.data} />;
}

function Line({ license }: { license: License }) {
  const { t } = useTranslation("license");
  const format = useFormat();
  const sentence = useStateSentence(license);
  const kind = banner(license);
  const far = kind === "trial" || kind === "ending";
  const words =
    kind === "ending"
      ? t("banner.ending", { count: license.days_left ?? 0, expires: format.date(license.expires_at ?? 0) })
      : sentence;
  return (
    <Notice
      tone={far ? "plain" : "amber"}
      action={
        <ButtonLink to="/license" size="sm">
          {t(kind === "clock" ? "banner.look" : "banner.act")}
        </ButtonLink>
      }
    >
      {words} {kind === "stopped" ? t("banner.safe") : null}
    </Notice>
  );
}
