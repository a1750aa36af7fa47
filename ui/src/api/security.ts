// The routes around the vault's keys, until the generated schema knows them: one list, in the schema's own form.
import type { Client } from "openapi-fetch";
import createQueryClient from "openapi-react-query";
import { client } from "./client";
import type { components } from "./schema";
import type { Vault } from "./types";

export type SlotKind = "machine" | "keychain" | "passphrase" | "recovery";

/** One way to open the vault. */
export interface Slot {
  id: string;
  kind: SlotKind;
  label: string;
  /** When it was made (ms). */
  created_at: number;
  this_computer: boolean;
}

/** A vault, with the ways in that its key file names. */
export type LockedVault = Vault & { unlock_methods?: SlotKind[] };

export interface Slots {
  slots: Slot[];
  passphrase_required: boolean;
  keychain_available: boolean;
  /** Minutes without anybody at work before the vault locks itself; 0: never. */
  auto_lock_minutes: number;
}

export type RotationKind = "database" | "columns" | "master";

export interface RotationRecord {
  id: string;
  kind: RotationKind;
  started_at: number;
  finished_at: number | null;
  /** `done`, `stopped`, `rolled_back` or the code of an error; `null` while it goes on. */
  outcome: string | null;
}

export interface Rotations {
  running?: { kind: RotationKind; phase: string; done: number; total: number } | null;
  /** Newest first. */
  last: RotationRecord[];
  /** Since when the database has had its present key (ms). */
  database_key_since: number | null;
  /** A renewal of the columns stopped on its way and can be taken up again. */
  pending: boolean;
}

type Content<T> = { headers: { [name: string]: unknown }; content: { "application/json": T } };
type Empty = { headers: { [name: string]: unknown }; content?: never };
type Refusal = {
  headers: { [name: string]: unknown };
  content: { "application/problem+json": components["schemas"]["Problem"] };
};
type NoParameters = { query?: never; header?: never; path?: never; cookie?: never };

interface Read<Answer> {
  parameters: NoParameters;
  requestBody?: never;
  responses: { 200: Content<Answer>; default: Refusal };
}
interface Act {
  parameters: NoParameters;
  requestBody?: never;
  responses: { 204: Empty; default: Refusal };
}
interface Send<Body, Answer> {
  parameters: NoParameters;
  requestBody: { content: { "application/json": Body } };
  responses: { 200: Content<Answer>; default: Refusal };
}

interface Routes {
  "/api/vault/slots": { get: Read<Slots> };
  "/api/vault/slots/{id}": {
    delete: {
      parameters: { query?: never; header?: never; path: { id: string }; cookie?: never };
      requestBody?: never;
      responses: { 204: Empty; default: Refusal };
    };
  };
  "/api/vault/passphrase": { put: Send<{ passphrase: string }, never>; delete: Act };
  "/api/vault/passphrase-required": { put: Send<{ required: boolean; passphrase?: string }, never> };
  "/api/vault/lock": { post: Act };
  "/api/vault/activity": { post: Act };
  "/api/vault/unlock": { post: Send<{ recovery_code?: string; passphrase?: string }, Vault> };
  "/api/vault/rotations": {
    get: Read<Rotations>;
    post: Send<
      { kind: RotationKind; secrets?: { passphrase?: string; recovery_code?: string } },
      { id: string }
    >;
  };
  "/api/vault/rotations/cancel": { post: Act };
  "/api/settings": { patch: Send<{ auto_lock_minutes: number }, unknown> };
}

/** The same client, with the routes above. */
export const security = client as unknown as Client<Routes>;
export const securityApi = createQueryClient(security);
