// The rule, edited as sentences. Its engine is react-querybuilder; everything to be seen is the house's own.
import { useMemo } from "react";
import {
  type Field as BuilderField,
  QueryBuilder,
  type RuleGroupType,
  type RuleType,
} from "react-querybuilder";
import { Group } from "./Group";
import { Row } from "./Row";
import { firstValue, type RuleTree, valueKind } from "./rule";
import type { AskedField } from "./useSegmentFields";

interface BuilderProps {
  fields: readonly AskedField[];
  rule: RuleTree;
  onChange: (rule: RuleTree) => void;
}

const CONTROLS = { rule: Row, ruleGroup: Group };

export default function Builder({ fields, rule, onChange }: BuilderProps) {
  const known = useMemo<BuilderField[]>(
    () =>
      fields.map((field) => ({
        name: field.key,
        label: field.label,
        operators: field.operators.map(({ key, label }) => ({ name: key, label })),
      })),
    [fields],
  );
  const kindOf = (key: string) => fields.find((field) => field.key === key)?.kind ?? "text";
  return (
    <QueryBuilder
      query={rule as RuleGroupType}
      onQueryChange={(next) => onChange(next as RuleTree)}
      fields={known}
      controlElements={CONTROLS}
      suppressStandardClassnames
      addRuleToNewGroups
      resetOnFieldChange
      getDefaultValue={({ field, operator }: RuleType) => firstValue(valueKind(kindOf(field), operator))}
      context={fields}
    />
  );
}
