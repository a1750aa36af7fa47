// What happened when the vault was last opened: said once, calmly, with the next step, and put away by hand.
import { Button } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { ButtonLink } from "@/design/ButtonLink";
import { IconButton } from "@/design/IconButton";
import { icon } from "@/design/icon";
import { Notice } from "@/design/Notice";
import { useDismissed } from "@/lib/dismissed";
import { knownNotices, NOTICES } from "./notices";

export function OpeningNotices() {
  const { t } = useTranslation("lock");
  const vault = api.useQuery("get", "/api/vault");
  const [dismissed, dismiss] = useDismissed();
  return knownNotices(vault.data?.notices ?? [], dismissed).map((code) => {
    const { tone, next } = NOTICES[code];
    return (
      <Notice
        key={code}
        tone={tone}
        title={t(`notice.${code}.title`)}
        action={
          <>
            {next === null ? null : (
              <ButtonLink size="sm" to="/settings" search={{ section: next }}>
                {t(next === "security" ? "notice.toSecurity" : "notice.toBackup")}
              </ButtonLink>
            )}
            {next === null ? (
              <Button size="sm" onClick={() => dismiss(code)}>
                {t("notice.understood")}
              </Button>
            ) : (
              <IconButton label={t("notice.putAway")} onClick={() => dismiss(code)}>
                <IconX {...icon} />
              </IconButton>
            )}
          </>
        }
      >
        {t(`notice.${code}.text`)}
      </Notice>
    );
  });
}
