// The quiet word of autosave.
import { IconCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { icon } from "./icon";
import classes from "./Saved.module.css";

export type SaveState = "idle" | "saving" | "saved" | "failed";

export function Saved({ state }: { state: SaveState }) {
  const { t } = useTranslation("common");
  return (
    <span className={classes.saved} data-state={state} role="status">
      {state === "saved" ? <IconCheck {...icon} /> : null}
      {state === "idle" ? null : t(`save.${state}`)}
    </span>
  );
}
