// Which field of the form a refusal speaks of, so that the words stand where they can be acted upon.
import { errorCode, errorField } from "@/api/errors";

export type FaultField =
  | "name"
  | "from_email"
  | "from_name"
  | "reply_to"
  | "host"
  | "port"
  | "tls"
  | "username"
  | "password"
  | "max_per_hour";

const BY_CODE: Record<string, FaultField> = {
  auth_failed: "password",
  auth_unsupported: "username",
  connection_refused: "host",
  dns: "host",
  timeout: "host",
  protocol: "host",
  tls_certificate: "host",
  tls_handshake: "tls",
  starttls_missing: "tls",
  password_unprotected: "tls",
  sender_refused: "from_email",
};

const FIELDS: ReadonlySet<string> = new Set<FaultField>([
  "name",
  "from_email",
  "from_name",
  "reply_to",
  "host",
  "port",
  "tls",
  "username",
  "password",
  "max_per_hour",
]);

/** The field the server names, else the one its code is about; `null` when it is about none. */
export function fieldOf(error: unknown): FaultField | null {
  const named = errorField(error)?.split(".").pop();
  if (named && FIELDS.has(named)) return named as FaultField;
  return BY_CODE[errorCode(error)] ?? null;
}
