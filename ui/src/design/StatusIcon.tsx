// State by shape first and colour second; the word always stands beside it or is read aloud.
import {
  IconAlertCircle,
  IconAlertTriangle,
  IconArrowBackUp,
  IconBan,
  IconCircleCheck,
  IconCircleDashed,
  IconClock,
  IconHelpCircle,
  IconMailX,
  IconPlayerPause,
  IconPlayerPlay,
  IconX,
} from "@tabler/icons-react";
import classes from "./StatusIcon.module.css";

const SHAPES = {
  done: [IconCircleCheck, "green"],
  running: [IconPlayerPlay, "accent"],
  paused: [IconPlayerPause, "amber"],
  waiting: [IconCircleDashed, "plain"],
  later: [IconClock, "plain"],
  asks: [IconAlertTriangle, "amber"],
  blocked: [IconAlertCircle, "red"],
  failed: [IconX, "red"],
  bounced: [IconMailX, "red"],
  returned: [IconArrowBackUp, "amber"],
  unknown: [IconHelpCircle, "amber"],
  refused: [IconBan, "plain"],
} as const;

export type Status = keyof typeof SHAPES;

interface StatusIconProps {
  status: Status;
  /** Only when no word stands beside the icon. */
  label?: string;
  size?: number;
}

export function StatusIcon({ status, label, size = 16 }: StatusIconProps) {
  const [Shape, tone] = SHAPES[status];
  return (
    <span className={classes.icon} data-tone={tone} {...(label ? { role: "img", "aria-label": label } : {})}>
      <Shape size={size} stroke={1.5} aria-hidden />
    </span>
  );
}
