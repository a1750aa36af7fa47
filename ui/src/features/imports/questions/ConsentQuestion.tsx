// Under a column of consents: how its words are read, and that no file lifts an opposition.
import { IconShieldCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { icon } from "@/design/icon";
import { consentOf } from "../consent";
import type { InspectedColumn } from "../contract";
import { Example, Examples, QuestionRow } from "./Question";

export function ConsentQuestion({ column }: { column: InspectedColumn }) {
  const { t } = useTranslation("imports");
  const words = [...new Set(column.samples.map((sample) => sample.trim()))].filter(Boolean).slice(0, 3);
  return (
    <QuestionRow icon={<IconShieldCheck {...icon} />} title={t("consent.title")}>
      <Examples>
        {words.map((word) => (
          <Example key={word} from={word} to={t(`consent.${consentOf(word, column.header) ?? "unknown"}`)} />
        ))}
      </Examples>
      <p>{t("consent.text")}</p>
    </QuestionRow>
  );
}
