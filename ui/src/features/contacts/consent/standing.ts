// What counts on a channel: the suppression list beats anything that was said.
import type { Consent } from "@/api/types";

export type Standing = Consent["state"];
export type Basis = NonNullable<Consent["legal_basis"]>;
export type Said = Exclude<Standing, "unknown">;

export function standingOf(fact: Pick<Consent, "state" | "suppressed">): Standing {
  return fact.suppressed ? "refused" : fact.state;
}

const BASES: readonly Basis[] = [
  "consent",
  "existing_customer",
  "legitimate_interest",
  "non_commercial",
  "right_to_object",
];

/** The grounds that can carry an answer: an objection permits nothing. */
export function basesFor(said: Said): readonly Basis[] {
  return said === "refused" ? BASES : BASES.filter((basis) => basis !== "right_to_object");
}

/** The ground kept when the answer changes, where it can carry the new one. */
export function basisFor(said: Said, present: Basis | null): Basis {
  if (present && basesFor(said).includes(present)) return present;
  return said === "refused" ? "right_to_object" : "consent";
}
