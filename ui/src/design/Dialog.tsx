// A dialog over the page: its cross has a name in the person's language.
import { Modal, type ModalProps } from "@mantine/core";
import { useTranslation } from "react-i18next";

export function Dialog(props: ModalProps) {
  const { t } = useTranslation("common");
  return <Modal closeButtonProps={{ "aria-label": t("close") }} {...props} />;
}
