// What the screens make of the licence: how grave its state is, and which sentence tells it.
import type { License } from "@/api/types";
import type { Status } from "@/design/StatusIcon";

export type Gravity = "fine" | "note" | "warn" | "stopped";

/** Days before the end of a trial or a licence from which on the shell says so. */
export const SOON_DAYS = 14;

/** Whether sending is stopped; reading and taking the data out never are. */
export function isStopped(license: License): boolean {
  return !license.allows.sending;
}

/** A licence in hand that lets the person work. */
export function isLicensed(license: License): boolean {
  return license.edition !== null && !isStopped(license);
}

export function gravity(license: License): Gravity {
  if (isStopped(license)) return "stopped";
  const soon = license.days_left !== null && license.days_left <= SOON_DAYS;
  switch (license.state) {
    case "grace":
    case "clock_suspect":
      return "warn";
    case "drift":
      return "note";
    case "trial":
      return soon ? "warn" : "note";
    default:
      return soon ? "note" : "fine";
  }
}

export const SHAPE: Record<Gravity, Status> = {
  fine: "done",
  note: "later",
  warn: "asks",
  stopped: "blocked",
};

/** What the shell says above every screen; nothing when all is well or the end is far. */
export function banner(license: License): "stopped" | "grace" | "clock" | "trial" | "ending" | null {
  if (isStopped(license)) return "stopped";
  if (license.state === "grace") return "grace";
  if (license.state === "clock_suspect") return "clock";
  if (license.days_left === null || license.days_left > SOON_DAYS) return null;
  return license.state === "trial" ? "trial" : "ending";
}

/** Why nothing is in force although the trial is over: never licensed, or given back on purpose. */
export function isReleased(license: License): boolean {
  return license.edition === null && license.released !== null;
}

/** The check in groups that can be read over the phone. */
export function spoken(check: string): string[] {
  return check.split("-").filter(Boolean);
}

/** A picture that needs no network and no script. */
export function pictureOf(svg: string): string {
  return `data:image/svg+xml;utf8,${encodeURIComponent(svg)}`;
}
