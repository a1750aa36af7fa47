// Locking by hand: what is being typed is kept first, then the vault closes.

import { client } from "@/api/client";
import { errorCode, errorWords } from "@/api/errors";
import { toast } from "@/design/toast";
import { saveEverything } from "@/lib/unsaved";
import { queries } from "./queries";

let locking = false;

/** Locks the vault on every screen; the lock screen follows from the vault's own state. */
export async function lockNow(): Promise<void> {
  if (locking) return;
  locking = true;
  try {
    await saveEverything();
    await client.POST("/api/vault/lock");
  } catch (error) {
    if (errorCode(error) !== "vault_locked") toast.failed(errorWords(error));
  } finally {
    locking = false;
    await queries.invalidateQueries({ queryKey: ["get", "/api/vault"] });
  }
}
