// What stands beside a row: an opposition that stays, an address that looks mistyped.
import { Button } from "@mantine/core";
import { IconWand } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { icon } from "@/design/icon";
import { StatusIcon } from "@/design/StatusIcon";
import type { ReviewRow } from "../contract";
import type { CorrectRowProps } from "./CorrectRow";
import classes from "./Review.module.css";
import { withSuggestion } from "./rules";

export function SuppressedLine({ row }: { row: ReviewRow }) {
  const { t } = useTranslation("imports");
  if (row.suppressed.length === 0) return null;
  const channels = row.suppressed
    .map((channel) => t(`channels.${channel as "email" | "phone" | "whats_app" | "post"}`))
    .join(", ");
  return (
    <p className={classes.marked}>
      <StatusIcon status="refused" />
      {t("review.suppressedText", { channels })}
    </p>
  );
}

type HintOfferProps = Pick<CorrectRowProps, "row" | "mapping" | "onKeep">;

/** A suggestion for what looks mistyped; one click takes it, nothing happens by itself. */
export function HintOffer({ row, mapping, onKeep }: HintOfferProps) {
  const { t } = useTranslation("imports");
  const { hint } = row;
  const cells = hint ? withSuggestion(row.cells, hint, mapping) : null;
  if (!hint || !cells) return null;
  return (
    <Button size="sm" leftSection={<IconWand {...icon} />} onClick={() => onKeep(row.line, cells)}>
      {t("correct.hint", { suggestion: hint.suggestion })}
    </Button>
  );
}
