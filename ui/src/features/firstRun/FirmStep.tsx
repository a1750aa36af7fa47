// Language, name and country: enough to begin. Everything can be changed later.
import { Button, SegmentedControl, Select, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { client } from "@/api/client";
import { errorWords } from "@/api/errors";
import { Notice } from "@/design/Notice";
import { LANGUAGES, type Language, setLanguage } from "@/i18n";
import { useCountries } from "@/lib/countries";
import classes from "./firstRun.module.css";

interface FirmStepProps {
  onCreated: (code: string) => void;
  onRestore: () => void;
}

export function FirmStep({ onCreated, onRestore }: FirmStepProps) {
  const { t, i18n } = useTranslation("firstRun");
  const [firm, setFirm] = useState("");
  const [country, setCountry] = useState("FR");
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const countries = useCountries(i18n.language);

  const create = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFailure(null);
    try {
      const body = { language: i18n.language, firm_name: firm.trim(), country };
      const { data } = await client.POST("/api/vault", { body });
      if (data) onCreated(data.recovery_code);
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };

  return (
    <form onSubmit={(event) => void create(event)} className={classes.form}>
      <div>
        <h1 className={classes.title}>{t("firm.title")}</h1>
        <p className={classes.text}>{t("firm.text")}</p>
      </div>
      <SegmentedControl
        aria-label={t("firm.language")}
        data={LANGUAGES.map((code) => ({ value: code, label: t(`language.${code}`) }))}
        value={i18n.language}
        onChange={(code) => setLanguage(code as Language)}
      />
      <TextInput
        label={t("firm.name")}
        value={firm}
        onChange={(event) => setFirm(event.currentTarget.value)}
        autoFocus
      />
      <Select
        label={t("firm.country")}
        data={countries}
        value={country}
        onChange={(code) => code && setCountry(code)}
        searchable
      />
      {failure ? <Notice tone="red">{errorWords(failure)}</Notice> : null}
      <Button type="submit" variant="filled" size="lg" loading={busy}>
        {t("firm.create")}
      </Button>
      <p className={classes.small}>{t("firm.safe")}</p>
      <Button variant="subtle" onClick={onRestore} disabled={busy}>
        {t("firm.restore")}
      </Button>
    </form>
  );
}
