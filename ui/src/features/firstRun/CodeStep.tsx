// The recovery code, shown once: to print, to copy, to write down.
import { Button, CopyButton, Group } from "@mantine/core";
import { IconCopy, IconPrinter } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { icon } from "@/design/icon";
import { Notice } from "@/design/Notice";
import { useFormat } from "@/lib/useFormat";
import classes from "./firstRun.module.css";

type Props = {
  code: string;
  path: string;
  /** Within another page, which has a title of its own. */
  inside?: boolean;
  onNext: () => void;
};

export function CodeStep({ code, path, inside = false, onNext }: Props) {
  const { t } = useTranslation(["firstRun", "backup"]);
  const format = useFormat();
  // Of this very code: one that was asked for earlier belongs to the code before.
  const backups = api.useQuery("get", "/api/backups", {}, { staleTime: 0, refetchOnMount: "always" });
  const mark = backups.isFetching ? null : backups.data?.recovery_key_id;
  const [prefix = "", ...texts] = code.split("-");
  const groups = texts.map((text, index) => ({ place: index + 1, text }));
  return (
    <div className={classes.form}>
      <div className={classes.noPrint}>
        {inside ? null : <h1 className={classes.title}>{t("code.title")}</h1>}
        <p className={classes.text}>{t("code.text")}</p>
      </div>
      <div className={classes.kit}>
        <p className={classes.kitTitle}>{t("code.kit")}</p>
        <p className={classes.code} role="img" aria-label={code}>
          <span className={classes.prefix}>{prefix}</span>
          {groups.map(({ place, text }) => (
            <span key={place} className={classes.group}>
              <small>{place}</small>
              {text}
            </span>
          ))}
        </p>
        <p className={classes.small}>
          {t("code.made", { date: format.date(Date.now()) })} {path}
        </p>
        {mark ? <p className={classes.small}>{t("backup:mark", { mark })}</p> : null}
        <p className={classes.printOnly}>{t("code.howTo")}</p>
      </div>
      <Group gap={8} className={classes.noPrint}>
        <Button leftSection={<IconPrinter {...icon} />} onClick={() => window.print()}>
          {t("code.print")}
        </Button>
        <CopyButton value={code}>
          {({ copied, copy }) => (
            <Button leftSection={<IconCopy {...icon} />} onClick={copy}>
              {copied ? t("code.copied") : t("code.copy")}
            </Button>
          )}
        </CopyButton>
      </Group>
      <div className={classes.noPrint}>
        <Notice tone="amber">{t("code.warning")}</Notice>
      </div>
      <Button variant="filled" size="lg" onClick={onNext} className={classes.noPrint}>
        {t("code.next")}
      </Button>
    </div>
  );
}
