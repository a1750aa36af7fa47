// Light, dark, or as the computer does.
import { SegmentedControl, Text, useMantineColorScheme } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { components } from "@/api/schema";
import { Card, Section } from "@/design/Page";
import { Saved } from "@/design/Saved";
import classes from "./settings.module.css";
import { useSettings } from "./useSettings";

type Appearance = components["schemas"]["Appearance"];
const CHOICES: Appearance[] = ["system", "light", "dark"];

export function AppearanceSection() {
  const { t } = useTranslation("settings");
  const { settings, change, save } = useSettings();
  const { setColorScheme } = useMantineColorScheme();
  const choose = (value: string) => {
    const appearance = CHOICES.find((choice) => choice === value) ?? "system";
    setColorScheme(appearance === "system" ? "auto" : appearance);
    void change({ appearance });
  };
  return (
    <Section title={t("section.appearance")} aside={<Saved state={save} />}>
      <Card padded>
        <div className={classes.form}>
          <div>
            <Text size="sm" fw={500} id="appearance-label">
              {t("appearance.label")}
            </Text>
            <SegmentedControl
              mt={8}
              aria-labelledby="appearance-label"
              data={CHOICES.map((value) => ({ value, label: t(`appearance.${value}`) }))}
              value={settings.data?.appearance ?? "system"}
              onChange={choose}
            />
          </div>
        </div>
      </Card>
    </Section>
  );
}
