// Under a phone column: in which country numbers without a code are read, with a worked example.
import { Select } from "@mantine/core";
import { IconArrowRight, IconPhone } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { icon } from "@/design/icon";
import { StatusIcon } from "@/design/StatusIcon";
import classes from "./Columns.module.css";
import { COUNTRIES, exampleNumber, lostZero } from "./mapping";
import type { Wizard } from "./useWizard";

export function PhoneQuestion({ samples, wizard }: { samples: readonly string[]; wizard: Wizard }) {
  const { t } = useTranslation("imports");
  const damaged = lostZero(samples);
  const sample = damaged ?? samples.find((value) => !value.trim().startsWith("+"));
  if (!sample) return null;
  return (
    <div className={classes.question} data-asks={damaged !== undefined} role="row">
      <div role="cell" className={classes.questionCell}>
        {damaged ? <StatusIcon status="asks" size={20} /> : <IconPhone {...icon} />}
        <div className={classes.questionWords}>
          <p className={classes.questionTitle}>{damaged ? t("phone.lostZero") : t("phone.plain")}</p>
          <p className={classes.questionExample}>
            {sample} <IconArrowRight {...icon} size={14} /> <b>{exampleNumber(sample, wizard.country)}</b>
          </p>
        </div>
        <Select
          aria-label={t("phone.country")}
          data={COUNTRIES.map((value) => ({ value, label: t(`phone.countries.${value}`) }))}
          value={wizard.country}
          onChange={(country) => wizard.change({ country })}
          searchable
          className={classes.country}
        />
      </div>
    </div>
  );
}
