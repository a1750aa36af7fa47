// States have a shape and a word; only trouble or a question colours the word.
import type { components } from "@/api/schema";
import type { Status } from "@/design/StatusIcon";

export type Campaign = components["schemas"]["Campaign"];
export type CampaignState = components["schemas"]["CampaignState"];
export type Counts = components["schemas"]["LedgerCounts"];
export type Recipient = components["schemas"]["Recipient"];
export type RecipientState = components["schemas"]["RecipientState"];
export type SmtpReply = components["schemas"]["SmtpReply"];

export const CAMPAIGN_SHAPE: Record<CampaignState, Status> = {
  draft: "waiting",
  running: "running",
  paused: "paused",
  finished: "done",
  cancelled: "refused",
};

export const RECIPIENT_SHAPE: Record<RecipientState, Status> = {
  pending: "waiting",
  handed_over: "running",
  accepted: "done",
  delivered: "done",
  bounced: "bounced",
  failed: "failed",
  unknown: "unknown",
  excluded: "refused",
  cancelled: "refused",
};

/** Which states deserve a coloured word. */
export const RECIPIENT_TONE: Partial<Record<RecipientState, "red" | "amber">> = {
  bounced: "red",
  failed: "red",
  unknown: "amber",
};

/** The ledger's tabs, in the order in which a message travels. */
export const LEDGER_STATES: readonly RecipientState[] = [
  "pending",
  "handed_over",
  "accepted",
  "delivered",
  "bounced",
  "failed",
  "unknown",
  "excluded",
  "cancelled",
];

/** Recipients that nothing more will happen to by itself, those left out before sending aside. */
export function treated(counts: Counts): number {
  return counts.total - counts.pending - counts.handed_over - counts.excluded;
}

/** Recipients who were to receive the message. */
export function addressed(counts: Counts): number {
  return counts.total - counts.excluded;
}

/** The last moment of a campaign that a list can show. */
export function lastMoment(campaign: Campaign): number {
  return campaign.finished_at ?? campaign.started_at ?? campaign.updated_at;
}

/** Bounces among what has been treated, between 0 and 1. */
export function bounceShare(counts: Counts): number {
  const done = treated(counts);
  return done > 0 ? counts.bounced / done : 0;
}

/** Whether the server says that the address itself does not exist; such addresses are put aside by the engine. */
export function addressIsDead({ code, text }: SmtpReply): boolean {
  const enhanced = /(?:^| \/ )[245]\.(\d+)\.(\d+)\b/.exec(text);
  if (!enhanced) return code === 551 || code === 553;
  return enhanced[1] === "1" && ["0", "1", "2", "3", "6", "10"].includes(enhanced[2] ?? "");
}
