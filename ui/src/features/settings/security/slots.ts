// What may be done to each way of opening the vault. The vault refuses the rest anyway; the screen does not offer it.
import type { Slot, Slots } from "@/api/security";

/** First this computer, then what people carry, then the other computers; the newest first within each. */
export function inOrder(slots: readonly Slot[]): Slot[] {
  const rank = (slot: Slot) =>
    slot.this_computer ? 0 : slot.kind === "recovery" ? 1 : slot.kind === "passphrase" ? 2 : 3;
  return [...slots].sort((a, b) => rank(a) - rank(b) || b.created_at - a.created_at);
}

export function hasPassphrase(slots: readonly Slot[]): boolean {
  return slots.some((slot) => slot.kind === "passphrase");
}

/** Recovery code or passphrase: what opens the vault on another computer. */
export function portable(slots: readonly Slot[]): Slot[] {
  return slots.filter((slot) => slot.kind === "recovery" || slot.kind === "passphrase");
}

/** Another computer may be forgotten; this one is left by requiring the passphrase. */
export function canForget(slot: Slot): boolean {
  return (slot.kind === "machine" || slot.kind === "keychain") && !slot.this_computer;
}

/** The last way that works on another computer stays, and so does a passphrase that is required. */
export function canRemovePassphrase({ slots, passphrase_required: required }: Slots): boolean {
  return !required && hasPassphrase(slots) && slots.some((slot) => slot.kind === "recovery");
}

/** Its own name, or what it is; a computer's keychain and identity share the name. */
export function ownName(slot: Slot): string {
  return slot.kind === "machine" || slot.kind === "keychain" ? slot.label : "";
}

export interface Secrets {
  passphrase: string;
  recovery_code: string;
}

/** Ways whose secret is not at hand when the master key is renewed: they stop opening the vault. */
export function droppedBy(slots: readonly Slot[], secrets: Secrets): Slot[] {
  return slots.filter((slot) => {
    if (slot.this_computer) return false;
    if (slot.kind === "passphrase") return secrets.passphrase === "";
    if (slot.kind === "recovery") return secrets.recovery_code.trim() === "";
    return true;
  });
}

/** At least one way that works on another computer must survive. */
export function keepsPortable(slots: readonly Slot[], secrets: Secrets): boolean {
  return (
    portable(slots).length > droppedBy(slots, secrets).filter((slot) => portable([slot]).length > 0).length
  );
}
