// The file in one line: its name, how it is read, and the way to read it otherwise.
import { Button, Checkbox, Popover, Select } from "@mantine/core";
import { IconFileSpreadsheet } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { icon } from "@/design/icon";
import { useFormat } from "@/lib/useFormat";
import type { Inspection } from "./contract";
import type { Wizard } from "./useWizard";
import classes from "./Wizard.module.css";

const DELIMITERS = [
  [";", "semicolon"],
  [",", "comma"],
  ["\t", "tab"],
  ["|", "pipe"],
] as const;
const ENCODINGS = ["utf-8", "windows-1252", "iso-8859-15", "macintosh", "utf-16le", "utf-16be"] as const;

function useEncodingWords() {
  const { t } = useTranslation("imports");
  return (name: string) => {
    const known = ENCODINGS.find((encoding) => encoding === name.toLowerCase());
    return known ? t(`reading.encodings.${known}`) : name;
  };
}

interface FileLineProps {
  wizard: Wizard;
  inspection: Inspection;
  /** Rows of the file, once they have been counted. */
  rows?: number | undefined;
}

export function FileLine({ wizard, inspection, rows }: FileLineProps) {
  const { t } = useTranslation("imports");
  const format = useFormat();
  const encodingWords = useEncodingWords();
  const delimiter = DELIMITERS.find(([sign]) => sign === inspection.delimiter)?.[1];
  const facts = [
    inspection.kind === "csv" ? null : t(`reading.kinds.${inspection.kind}`),
    inspection.sheet,
    inspection.encoding ? encodingWords(inspection.encoding) : null,
    delimiter ? t(`reading.delimiters.${delimiter}`) : inspection.delimiter,
    inspection.has_header ? null : t("reading.noHeader"),
    rows === undefined ? format.bytes(inspection.bytes) : t("reading.rows", { count: rows }),
  ].filter(Boolean);
  return (
    <div className={classes.file}>
      <IconFileSpreadsheet {...icon} />
      <span className={`${classes.fileName} one-line`}>{wizard.search.name}</span>
      <span>{facts.join(" · ")}</span>
      {wizard.search.check || inspection.kind === "vcard" ? null : (
        <ReadingOptions wizard={wizard} inspection={inspection} />
      )}
    </div>
  );
}

function ReadingOptions({ wizard, inspection }: { wizard: Wizard; inspection: Inspection }) {
  const { t } = useTranslation("imports");
  const encodingWords = useEncodingWords();
  const inPlace = { withinPortal: false };
  const current = inspection.encoding?.toLowerCase() ?? null;
  const likely = inspection.encodings.map((name) => name.toLowerCase());
  const encodings = [...new Set([...likely, ...(current ? [current] : []), ...ENCODINGS])];
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
                data={encodings.map((value) => ({ value, label: encodingWords(value) }))}
                value={current}
                onChange={(encoding) => wizard.read({ encoding })}
              />
              <Select
                label={t("reading.delimiter")}
                comboboxProps={inPlace}
                data={DELIMITERS.map(([value, key]) => ({ value, label: t(`reading.delimiters.${key}`) }))}
                value={inspection.delimiter}
                onChange={(delimiter) => wizard.read({ delimiter })}
              />
            </>
          ) : (
            <Select
              label={t("reading.sheet")}
              comboboxProps={inPlace}
              data={inspection.sheets}
              value={inspection.sheet}
              onChange={(sheet) => wizard.read({ sheet })}
            />
          )}
          <Checkbox
            label={t("reading.header")}
            checked={inspection.has_header}
            onChange={(event) => wizard.read({ has_header: event.currentTarget.checked })}
          />
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
