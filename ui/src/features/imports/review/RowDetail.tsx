// An open row: what it changes or says, and the way to correct it.
import { Button } from "@mantine/core";
import { IconPencil, IconUser } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ButtonLink } from "@/design/ButtonLink";
import { icon } from "@/design/icon";
import { KeyValue } from "@/design/KeyValue";
import type { ReviewRow } from "../contract";
import { useFieldWords } from "../useFieldWords";
import { ChangeTable } from "./Changes";
import { CorrectRow, type CorrectRowProps } from "./CorrectRow";
import classes from "./Review.module.css";
import { HintOffer, SuppressedLine } from "./RowMarks";

interface RowDetailProps extends Omit<CorrectRowProps, "onClose" | "focusFirst"> {
  row: ReviewRow;
}

export function RowDetail({ row, ...rest }: RowDetailProps) {
  const { t } = useTranslation("imports");
  const corrected = rest.corrected !== undefined;
  const [asked, setAsked] = useState(false);
  const [editing, setEditing] = useState(row.verdict === "rejected" || corrected);
  const words = useFieldWords();
  const edit = () => {
    setAsked(true);
    setEditing(true);
  };
  if (row.cells.length === 0 && row.verdict === "rejected") {
    return <p className={classes.quiet}>{t("correct.tooFar")}</p>;
  }
  return (
    <div className={classes.detail}>
      {row.changes.length > 0 ? (
        <ChangeTable row={row} label={rest.label} />
      ) : row.verdict === "rejected" || editing ? null : (
        <div className={classes.fields}>
          <KeyValue
            labelWidth={112}
            items={row.fields.map(({ field, value }) => ({
              key: field,
              label: rest.label(field),
              value: words(field, value),
            }))}
          />
        </div>
      )}
      <SuppressedLine row={row} />
      {editing ? (
        <CorrectRow
          {...rest}
          key={corrected ? "corrected" : "as written"}
          row={row}
          focusFirst={asked}
          onClose={() => setEditing(false)}
        />
      ) : (
        <div className={classes.acts}>
          <HintOffer {...rest} row={row} />
          {row.cells.length > 0 ? (
            <Button size="sm" leftSection={<IconPencil {...icon} />} onClick={edit}>
              {t("correct.act")}
            </Button>
          ) : null}
          {row.contact_id ? (
            <ButtonLink
              to="/contacts"
              search={{ contact: row.contact_id }}
              target="_blank"
              rel="noopener"
              size="sm"
              variant="subtle"
              leftSection={<IconUser {...icon} />}
            >
              {t("review.seeRecord")}
            </ButtonLink>
          ) : null}
        </div>
      )}
    </div>
  );
}
