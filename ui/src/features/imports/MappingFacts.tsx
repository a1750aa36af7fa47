// What to know about the mapping as it stands, and what holds for every contact of the file.
import { Checkbox, TagsInput } from "@mantine/core";
import { IconCheck, IconEyeOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { icon } from "@/design/icon";
import { StatusIcon } from "@/design/StatusIcon";
import classes from "./Columns.module.css";
import type { Inspection } from "./contract";
import { confidenceOf, isAsking } from "./mapping";
import type { Wizard } from "./useWizard";

interface MappingFactsProps {
  wizard: Wizard;
  inspection: Inspection;
  nameOf: (index: number) => string;
}

export function MappingFacts({ wizard, inspection, nameOf }: MappingFactsProps) {
  const { t } = useTranslation("imports");
  const { mapping } = wizard;
  const linked = mapping.filter((field) => field !== null).length;
  const left = mapping.flatMap((field, index) => (field === null ? [nameOf(index)] : []));
  const asking = inspection.columns
    .filter((column) => {
      const field = mapping[column.index] ?? null;
      const open = isAsking(column.question, field, wizard.answers[column.index] ?? null);
      return open || confidenceOf(column, field, mapping) === "check";
    })
    .map((column) => nameOf(column.index));
  return (
    <ul className={classes.facts}>
      <li>
        <IconCheck {...icon} />
        {t("preview.known", { count: linked, of: mapping.length })}
      </li>
      {asking.length > 0 ? (
        <li>
          <StatusIcon status="asks" />
          {t("preview.check", { columns: asking.join(", ") })}
        </li>
      ) : null}
      {left.length > 0 ? (
        <li>
          <IconEyeOff {...icon} />
          {t("preview.left", { columns: left.join(", ") })}
        </li>
      ) : null}
      {mapping.includes("email") ? null : (
        <li>
          <StatusIcon status="asks" />
          {t("preview.noEmail")}
        </li>
      )}
      {mapping.includes("phone") ? (
        <li>
          <Checkbox
            label={t("preview.acceptPhone")}
            checked={wizard.acceptPhoneOnly}
            onChange={(event) => wizard.change({ acceptPhoneOnly: event.currentTarget.checked })}
          />
        </li>
      ) : null}
    </ul>
  );
}

export function TagsForAll({ wizard }: { wizard: Wizard }) {
  const { t } = useTranslation("imports");
  const tags = api.useQuery("get", "/api/tags");
  return (
    <div className={classes.tagsForAll}>
      <TagsInput
        label={t("preview.tags")}
        description={t("preview.tagsHelp")}
        data={tags.data?.map(({ name }) => name) ?? []}
        value={wizard.choices.tags}
        onChange={(chosen) => wizard.change({ tags: chosen })}
        acceptValueOnBlur
      />
    </div>
  );
}
