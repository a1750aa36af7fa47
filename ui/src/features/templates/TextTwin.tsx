// The plain-text version: made from the body, until somebody writes their own.
import { Button, Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "./templates.module.css";

type Props = {
  /** The version somebody wrote; `null` while it is made from the body. */
  own: string | null;
  made: string;
  onText: (text: string | null) => void;
};

export function TextTwin({ own, made, onText }: Props) {
  const { t } = useTranslation("templates");
  if (own === null) {
    return (
      <div className={classes.twin}>
        <pre className={classes.plain}>{made}</pre>
        <Button size="sm" onClick={() => onText(made)}>
          {t("text.write")}
        </Button>
      </div>
    );
  }
  return (
    <div className={classes.twin}>
      <Textarea
        label={t("text.label")}
        description={t("text.description")}
        autosize
        minRows={12}
        value={own}
        onChange={(event) => onText(event.currentTarget.value)}
      />
      <Button size="sm" onClick={() => onText(null)}>
        {t("text.automatic")}
      </Button>
    </div>
  );
}
