// From the stable code of a refusal to what the lock screen says and offers. Nothing offered here deletes anything.

import type { SlotKind } from "@/api/security";

export type Way = "computer" | "passphrase" | "recovery";

/** What kind of closed door it is: each has a title, and the ways that can open it. */
export type Trouble =
  | "closed"
  | "identity"
  | "passphrase"
  | "keystore"
  | "database"
  | "rotation"
  | "version"
  | "elsewhere"
  | "disk";

const TROUBLES: Record<string, Trouble> = {
  vault_locked: "closed",
  locked_by_hand: "closed",
  locked_idle: "closed",
  locked_sleep: "closed",
  hwid_changed: "identity",
  hwid_unavailable: "identity",
  device_key_missing: "identity",
  keychain_unavailable: "identity",
  machine_slot_unavailable: "identity",
  slot_wrong_secret: "identity",
  slot_corrupt: "identity",
  kdf_params_out_of_range: "identity",
  too_many_slots: "identity",
  passphrase_required: "passphrase",
  keystore_missing: "keystore",
  keystore_corrupt: "keystore",
  keystore_tampered: "keystore",
  keystore_rollback: "keystore",
  database_missing: "database",
  database_damaged: "database",
  db_file_damaged: "database",
  database_exists: "database",
  plaintext_database_refused: "database",
  cipher_unavailable: "version",
  migration_failed: "database",
  field_auth_failed: "database",
  field_key_missing: "database",
  rotation_pending: "rotation",
  rotation_verify_failed: "rotation",
  keystore_too_new: "version",
  vault_from_newer_version: "version",
  vault_locked_by_other_process: "elsewhere",
  database_busy: "elsewhere",
  memory_short: "disk",
  disk_full: "disk",
  folder_not_writable: "disk",
  data_folder_read_only: "disk",
  io: "disk",
  random_unavailable: "disk",
};

interface Offer {
  /** In the order they are offered; the first one stands open. */
  ways: readonly Way[];
  /** Whether a backup is a sensible way on. */
  restore: boolean;
}

const OFFERS: Record<Trouble, Offer> = {
  closed: { ways: ["computer", "passphrase", "recovery"], restore: false },
  identity: { ways: ["recovery", "passphrase", "computer"], restore: true },
  passphrase: { ways: ["passphrase", "recovery"], restore: true },
  keystore: { ways: ["computer", "recovery", "passphrase"], restore: true },
  database: { ways: ["computer"], restore: true },
  rotation: { ways: ["computer", "recovery", "passphrase"], restore: true },
  version: { ways: ["computer"], restore: false },
  elsewhere: { ways: ["computer"], restore: false },
  disk: { ways: ["computer"], restore: false },
};

export const KNOWN_REASONS = Object.keys(TROUBLES);

export function troubleOf(code: string | null): Trouble {
  return TROUBLES[code ?? "vault_locked"] ?? "closed";
}

export function offerOf(code: string | null): Offer {
  return OFFERS[troubleOf(code)];
}

const BY_COMPUTER: readonly SlotKind[] = ["machine", "keychain"];

/**
 * The ways worth offering, by what the key file says it holds. An unreadable key file says nothing, and a vault that
 * no computer opens is asked for its passphrase at once.
 */
export function waysFor(code: string | null, methods: readonly SlotKind[]): Way[] {
  const { ways } = offerOf(code);
  if (methods.length === 0) return [...ways];
  const possible = ways.filter((way) =>
    way === "computer"
      ? troubleOf(code) !== "closed" || methods.some((kind) => BY_COMPUTER.includes(kind))
      : methods.includes(way),
  );
  return possible.length > 0 ? possible : [...ways];
}

/** A wrong passphrase, as against a file or a disk in trouble: the next tries wait longer and longer. */
export const DELAYED: ReadonlySet<string> = new Set(["slot_wrong_secret", "too_many_attempts"]);
