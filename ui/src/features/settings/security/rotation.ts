// What the screen knows of a renewal of keys: its kinds, its phases, and when it may still be stopped.
import type { RotationKind } from "@/api/security";

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
