// Who the firm is, where it stands and which language its screens speak.
import { Select, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Failure } from "@/api/Failure";
import { Card, Section } from "@/design/Page";
import { Saved } from "@/design/Saved";
import { LANGUAGES, type Language, setLanguage } from "@/i18n";
import { useCountries } from "@/lib/countries";
import classes from "./settings.module.css";
import { useSettings } from "./useSettings";

export function FirmSection() {
  const { t, i18n } = useTranslation("settings");
  const { settings, change, save } = useSettings();
  const countries = useCountries(i18n.language);
  if (settings.error) return <Failure error={settings.error} onRetry={() => void settings.refetch()} />;
  if (!settings.data) return null;
  const { firm_name: firm, country, language } = settings.data;
  return (
    <Section title={t("section.firm")} aside={<Saved state={save} />}>
      <Card padded>
        <div className={`${classes.form} ${classes.narrow}`}>
          <TextInput
            label={t("firm.name")}
            description={t("firm.nameHelp")}
            defaultValue={firm}
            onBlur={(event) => {
              const name = event.currentTarget.value.trim();
              if (name !== firm) void change({ firm_name: name });
            }}
          />
          <Select
            label={t("firm.country")}
            description={t("firm.countryHelp")}
            data={countries}
            value={country}
            onChange={(code) => code && void change({ country: code })}
            searchable
          />
          <Select
            label={t("firm.language")}
            data={LANGUAGES.map((code) => ({ value: code, label: t(`language.${code}`) }))}
            value={language}
            onChange={(code) => {
              if (!code) return;
              setLanguage(code as Language);
              void change({ language: code });
            }}
          />
        </div>
      </Card>
    </Section>
  );
}
