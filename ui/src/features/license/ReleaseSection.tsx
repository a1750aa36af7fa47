// Giving the computer back, so that the licence can go to another one. Cannot be undone here, so it is typed.
import { Button, Group } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { client } from "@/api/client";
import { errorWords } from "@/api/errors";
import type { License, LicenseRelease } from "@/api/types";
import { ConfirmByTyping } from "@/design/ConfirmByTyping";
import { Dialog } from "@/design/Dialog";
import { Card, Section } from "@/design/Page";
import { toast } from "@/design/toast";
import { useFormat } from "@/lib/useFormat";
import { Block } from "./Block";
import classes from "./license.module.css";

export function ReleaseSection({ license }: { license: License }) {
  const { t } = useTranslation("license");
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const release = async () => {
    try {
      await client.POST("/api/license/release", {});
      setAsking(false);
      await queries.invalidateQueries({ queryKey: ["get", "/api/license"] });
    } catch (error) {
      toast.failed(errorWords(error));
    }
  };
  if (license.license_id === null) return null;
  return (
    <Section title={t("release.title")}>
      <p className={classes.text}>{t("release.text")}</p>
      <Button color="red" onClick={() => setAsking(true)}>
        {t("release.open")}
      </Button>
      <Dialog opened={asking} onClose={() => setAsking(false)} title={t("release.title")}>
        <div className={classes.form}>
          <p>{t("release.ask")}</p>
          <ConfirmByTyping
            expected={t("release.word")}
            label={t("release.type", { word: t("release.word") })}
          >
            {(matches) => (
              <Group justify="end" gap={8}>
                <Button onClick={() => setAsking(false)}>{t("release.keep")}</Button>
                <Button color="red" disabled={!matches} onClick={() => void release()}>
                  {t("release.act")}
                </Button>
              </Group>
            )}
          </ConfirmByTyping>
        </div>
      </Dialog>
    </Section>
  );
}

/** What the vendor needs to give the licence to another computer; it can be had again at any time. */
export function Released({ block }: { block: LicenseRelease }) {
  const { t } = useTranslation("license");
  const format = useFormat();
  return (
    <Section title={t("released.title")} aside={format.moment(block.at)}>
      <Card padded>
        <div className={classes.form}>
          <p className={classes.text}>{t("released.text")}</p>
          <Block
            text={block.text}
            check={block.check}
            file={t("released.file")}
            label={t("released.block")}
            checkText={t("released.check")}
          />
        </div>
      </Card>
    </Section>
  );
}
