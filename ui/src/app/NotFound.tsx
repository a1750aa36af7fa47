// An address that leads nowhere.
import { IconMapPinOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { ButtonLink } from "@/design/ButtonLink";
import { EmptyState } from "@/design/EmptyState";
import { iconLarge } from "@/design/icon";

export function NotFound() {
  const { t } = useTranslation("common");
  return (
    <EmptyState
      icon={<IconMapPinOff {...iconLarge} />}
      title={t("notFound.title")}
      action={<ButtonLink to="/">{t("notFound.home")}</ButtonLink>}
    >
      {t("notFound.text")}
    </EmptyState>
  );
}
