// Step one: a request that holds nothing secret, to copy, to save, to photograph, and to check by voice.
import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { client } from "@/api/client";
import { errorWords } from "@/api/errors";
import type { ActivationRequest } from "@/api/types";
import { Notice } from "@/design/Notice";
import { Block } from "./Block";
import { pictureOf } from "./license";
import classes from "./license.module.css";

type Props = { pending: boolean; primary: boolean };

export function RequestStep({ pending, primary }: Props) {
  const { t } = useTranslation("license");
  const [order, setOrder] = useState("");
  const [made, setMade] = useState<ActivationRequest | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);

  const make = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      const code = order.trim();
      const { data } = await client.POST("/api/license/request", { body: code ? { order_code: code } : {} });
      setMade(data ?? null);
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };

  return (
    <>
      <p className={classes.text}>{t("request.text")}</p>
      {error ? <Notice tone="red">{errorWords(error)}</Notice> : null}
      {made === null ? (
        <form onSubmit={(event) => void make(event)} className={classes.form}>
          <TextInput
            label={t("request.order")}
            description={t("request.orderHelp")}
            value={order}
            onChange={(event) => setOrder(event.currentTarget.value)}
            autoComplete="off"
            maxLength={64}
          />
          <div className={classes.acts}>
            <Button type="submit" variant={primary ? "filled" : "default"} loading={busy}>
              {t("request.act")}
            </Button>
            {pending ? <span className={classes.aside}>{t("request.pending")}</span> : null}
          </div>
        </form>
      ) : (
        <div className={classes.form}>
          <Block
            text={made.text}
            check={made.check}
            file={t("request.file")}
            label={t("request.block")}
            checkText={t("request.check")}
            picture={<img className={classes.qr} src={pictureOf(made.qr_svg)} alt={t("request.qr")} />}
          />
          <p className={classes.aside}>{t("request.next")}</p>
        </div>
      )}
    </>
  );
}
