// What the address of a campaign's ledger understands.
export type LedgerSearch = { state?: string; q?: string; recipient?: string };

export function readLedgerSearch(search: Record<string, unknown>): LedgerSearch {
  const read: LedgerSearch = {};
  for (const key of ["state", "q", "recipient"] as const) {
    const value = search[key];
    if (typeof value === "string" && value !== "") read[key] = value;
  }
  return read;
}
