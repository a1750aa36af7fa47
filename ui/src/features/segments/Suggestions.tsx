// The empty rule: a few first sentences to begin with.
import { Button } from "@mantine/core";
import { IconFilter } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/design/EmptyState";
import { iconLarge } from "@/design/icon";
import { type Condition, firstValue, NOBODY_ASKED, type RuleTree, valueKind } from "./rule";
import classes from "./segments.module.css";
import type { AskedField } from "./useSegmentFields";

const OFFERED = {
  place: { field: "postcode", operator: "begins_with" },
  tag: { field: "tags", operator: "has_any" },
  birthday: { field: "birthdate", operator: "anniversary_in_next_days" },
  fresh: { field: "created_at", operator: "in_last_days" },
  never: { field: "campaign", operator: "received_none" },
  allowed: { field: "consent:email", operator: "is" },
} as const satisfies Record<string, Condition>;
type Offered = keyof typeof OFFERED;

interface SuggestionsProps {
  fields: readonly AskedField[];
  onChoose: (rule: RuleTree) => void;
}

export function Suggestions({ fields, onChoose }: SuggestionsProps) {
  const { t } = useTranslation("segments");
  const begin = (condition: Condition) => {
    const kind = fields.find(({ key }) => key === condition.field)?.kind ?? "text";
    const value = firstValue(valueKind(kind, condition.operator));
    onChoose({ ...NOBODY_ASKED, rules: [{ ...condition, value }] });
  };
  const usable = (Object.keys(OFFERED) as Offered[]).filter((name) =>
    fields.some(({ key }) => key === OFFERED[name].field),
  );
  return (
    <EmptyState icon={<IconFilter {...iconLarge} />} title={t("empty.title")}>
      {t("empty.text")}
      <span className={classes.suggestions}>
        {usable.map((name) => (
          <Button key={name} size="sm" onClick={() => begin(OFFERED[name])}>
            {t(`empty.${name}`)}
          </Button>
        ))}
      </span>
    </EmptyState>
  );
}
