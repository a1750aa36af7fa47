// The file in one line: its name, how it is read, and the way to read it otherwise.
import { Button, Checkbox, Popover, Select } from "@mantine/core";
import { IconFileSpreadsheet } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { icon } from "@/design/icon";
import { useFormat } from "@/lib/useFormat";
import type { Inspection, ReadOptions, Wizard } from "./useWizard";
import classes from "./Wizard.module.css";

const DELIMITERS = [
  [";", "semicolon"],
  [",", "comma"],
  ["\t", "tab"],
  ["|", "pipe"],
] as const;
const ENCODINGS = ["utf-8", "windows-1252", "utf-16le", "utf-16be"] as const;

export function FileLine({ wizard, inspection }: { wizard: Wizard; inspection: Inspection }) {
  const { t } = useTranslation("imports");
  const format = useFormat();
  const encoding = ENCODINGS.find((known) => known === inspection.encoding?.toLowerCase());
  const delimiter = DELIMITERS.find(([sign]) => sign === inspection.delimiter)?.[1];
  const facts = [
    inspection.kind === "workbook" ? t("reading.workbook") : null,
    inspection.sheet,
    encoding ? t(`reading.encodings.${encoding}`) : inspection.encoding,
    delimiter ? t(`reading.delimiters.${delimiter}`) : inspection.delimiter,
    inspection.has_header ? null : t("reading.noHeader"),
    format.bytes(inspection.bytes),
  ].filter(Boolean);
  return (
    <div className={classes.file}>
      <IconFileSpreadsheet {...icon} />
      <span className={`${classes.fileName} one-line`}>{wizard.search.name}</span>
      <span>{facts.join(" · ")}</span>
      {wizard.search.check ? null : <ReadingOptions wizard={wizard} inspection={inspection} />}
    </div>
  );
}

function ReadingOptions({ wizard, inspection }: { wizard: Wizard; inspection: Inspection }) {
  const { t } = useTranslation("imports");
  // Other cells may come out, so the mapping starts from the new suggestion.
  const read = (next: ReadOptions) =>
    wizard.change({ read: { ...wizard.choices.read, ...next }, mapping: null });
  const inPlace = { withinPortal: false };
  return (
    <Popover position="bottom-start" trapFocus>
      <Popover.Target>
        <Button size="sm" variant="subtle" className={classes.change}>
          {t("reading.change")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("reading.title")}>
        <div className={classes.reading}>
          {inspection.kind === "csv" ? (
            <>
              <Select
                label={t("reading.encoding")}
                comboboxProps={inPlace}
                data={ENCODINGS.map((value) => ({ value, label: t(`reading.encodings.${value}`) }))}
                value={inspection.encoding?.toLowerCase() ?? null}
                onChange={(encoding) => read({ encoding })}
              />
              <Select
                label={t("reading.delimiter")}
                comboboxProps={inPlace}
                data={DELIMITERS.map(([value, key]) => ({ value, label: t(`reading.delimiters.${key}`) }))}
                value={inspection.delimiter}
                onChange={(delimiter) => read({ delimiter })}
              />
            </>
          ) : (
            <Select
              label={t("reading.sheet")}
              comboboxProps={inPlace}
              data={inspection.sheets}
              value={inspection.sheet}
              onChange={(sheet) => read({ sheet })}
            />
          )}
          <Checkbox
            label={t("reading.header")}
            checked={inspection.has_header}
            onChange={(event) => read({ has_header: event.currentTarget.checked })}
          />
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
