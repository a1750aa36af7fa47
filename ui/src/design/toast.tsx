// Short news in the corner. A loss can be taken back for ten seconds.
import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconCircleCheck } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { i18n } from "@/i18n";
import { StatusIcon } from "./StatusIcon";
import classes from "./toast.module.css";

const UNDO_MS = 10_000;
const READ_MS = 5_000;

/** The last thing that can still be taken back, for the keyboard. */
let latestUndo: (() => void) | undefined;

export function undoLatest(): boolean {
  const undo = latestUndo;
  undo?.();
  return undo !== undefined;
}

/** The cross has a name in the person's language. */
function cross() {
  return { closeButtonProps: { "aria-label": i18n.t("close") } };
}

interface UndoToast {
  message: ReactNode;
  undoLabel: string;
  onUndo: () => void | Promise<void>;
}

export const toast = {
  done(message: ReactNode) {
    notifications.show({
      ...cross(),
      message,
      autoClose: READ_MS,
      icon: <IconCircleCheck size={20} stroke={1.5} className={classes.done} aria-hidden />,
    });
  },

  failed(message: ReactNode) {
    notifications.show({
      ...cross(),
      message,
      autoClose: false,
      icon: <StatusIcon status="blocked" size={20} />,
    });
  },

  undo({ message, undoLabel, onUndo }: UndoToast) {
    const undo = () => {
      latestUndo = undefined;
      notifications.hide(id);
      void onUndo();
    };
    const id = notifications.show({
      ...cross(),
      autoClose: UNDO_MS,
      onClose: () => {
        if (latestUndo === undo) latestUndo = undefined;
      },
      message: (
        <span className={classes.row}>
          <span>{message}</span>
          <Button size="sm" variant="light" onClick={undo}>
            {undoLabel}
          </Button>
        </span>
      ),
    });
    latestUndo = undo;
  },
};
