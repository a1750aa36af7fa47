// The quiet word of autosave.
import { IconCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useFormat } from "@/lib/useFormat";
import { icon } from "./icon";
import classes from "./Saved.module.css";

export type SaveState = "idle" | "saving" | "saved" | "failed";

interface SavedProps {
  state: SaveState;
  /** When it was last kept, where the moment matters. */
  at?: number | undefined;
}

export function Saved({ state, at }: SavedProps) {
  const { t } = useTranslation("common");
  const format = useFormat();
  return (
    <span className={classes.saved} data-state={state} role="status">
      {state === "saved" ? <IconCheck {...icon} /> : null}
      {state === "saved" && at !== undefined
        ? t("save.savedAt", { time: format.clock(at) })
        : state === "idle"
          ? null
          : t(`save.${state}`)}
    </span>
  );
}
