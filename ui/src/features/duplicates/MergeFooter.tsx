// The decision: a reassurance at the left, the verb at the right.
import { Button } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { icon } from "@/design/icon";
import { Keys } from "@/design/Keys";
import classes from "./Compare.module.css";

interface MergeFooterProps {
  /** What the contact will be called. */
  name: string;
  others: number;
  disabled: boolean;
  onMerge: () => void;
  onApart?: () => void;
}

export function MergeFooter({ name, others, disabled, onMerge, onApart }: MergeFooterProps) {
  const { t } = useTranslation("duplicates");
  return (
    <footer className={classes.footer}>
      <span className={classes.footerIcon}>
        <IconArrowBackUp {...icon} />
      </span>
      <p className={classes.footerWords}>
        <span className={classes.footerTitle}>{t("footer.title")}</span>
        <span className={classes.footerText}>{t("footer.text", { count: others })}</span>
      </p>
      <div className={classes.acts}>
        {onApart ? (
          <Button onClick={onApart} rightSection={<Keys keys="n" />}>
            {t("apart.act")}
          </Button>
        ) : null}
        <Button variant="filled" onClick={onMerge} disabled={disabled} className={classes.merge ?? ""}>
          <span className="one-line">{t("merge.act", { name })}</span>
        </Button>
      </div>
    </footer>
  );
}
