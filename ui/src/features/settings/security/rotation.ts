// What the screen knows of a renewal of keys: its kinds, its phases, and when it may still be stopped.
import type { RotationKind, Rotations } from "@/api/security";

/** From the lightest to the heaviest. */
export const KINDS: readonly RotationKind[] = ["master", "columns", "database"];

/** The phases that have words of their own; any other is "under way". */
const PHASES = ["preparing", "copying", "checking", "switching", "resealing", "tidying"] as const;
export type Phase = (typeof PHASES)[number];

export function phaseOf(phase: string): Phase | "going" {
  return PHASES.find((known) => known === phase) ?? "going";
}

/** Until the new database takes the old one's place, stopping leaves everything as it was; columns stop between two batches. */
export function canStop(kind: RotationKind, phase: string): boolean {
  if (kind === "columns") return ["preparing", "resealing"].includes(phase);
  return kind === "database" && ["preparing", "copying", "checking"].includes(phase);
}

export interface History {
  /** Since when these keys serve, as far as it is known. */
  since: number | null;
  /** The newest try of all, when it did not come to its end. */
  failed: { at: number; outcome: string } | null;
}

/** What became of the renewals of one kind. */
export function historyOf(kind: RotationKind, rotations: Rotations): History {
  const mine = rotations.last.filter((record) => record.kind === kind && record.finished_at !== null);
  const done = mine.find((record) => record.outcome === "done")?.finished_at ?? null;
  const since = kind === "database" ? (done ?? rotations.database_key_since) : done;
  const newest = mine[0];
  const failed =
    newest && newest.outcome !== null && newest.outcome !== "done"
      ? { at: newest.finished_at ?? newest.started_at, outcome: newest.outcome }
      : null;
  return { since, failed };
}
