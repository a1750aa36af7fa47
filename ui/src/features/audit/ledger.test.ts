import { describe, expect, it } from "vitest";
import { ledgerLines, longHash, shortHash } from "./ledger";
import type { AuditEntry } from "./queries";
import { readAuditSearch, startOf } from "./search";

function entry(seq: number, at: number): AuditEntry {
  return {
    seq,
    at,
    id: `id-${seq}`,
    actor: "system",
    action: "contact.created",
    object: "x",
    object_name: null,
    hash: "612dd272".padEnd(64, "0"),
    has_details: true,
  };
}

const MONDAY = new Date(2026, 9, 12, 14).getTime();
const SUNDAY = new Date(2026, 9, 11, 22).getTime();

describe("the ledger", () => {
  it("opens each day with its count", () => {
    const lines = ledgerLines([entry(3, MONDAY), entry(2, MONDAY), entry(1, SUNDAY)], true);
    expect(lines.map((line) => line.kind)).toEqual(["day", "entry", "entry", "day", "entry"]);
    expect(lines[0]).toMatchObject({ count: 2 });
    expect(lines[3]).toMatchObject({ count: 1 });
  });

  it("says where the filter has left entries out", () => {
    const lines = ledgerLines([entry(9, MONDAY), entry(8, MONDAY), entry(3, MONDAY)], false);
    const joined = lines.flatMap((line) => (line.kind === "entry" ? [line.joined] : []));
    expect(joined).toEqual([true, false, true]);
  });

  it("ends the line at the first entry of the log, and nowhere else", () => {
    const end = (seq: number) => {
      const line = ledgerLines([entry(seq, MONDAY)], true)[1];
      return line?.kind === "entry" && [line.last, line.joined];
    };
    expect([end(1), end(7)]).toEqual([
      [true, false],
      [false, false],
    ]);
  });

  it("keeps keys apart when a clock was set back", () => {
    const lines = ledgerLines([entry(3, MONDAY), entry(2, SUNDAY), entry(1, MONDAY)], true);
    expect(new Set(lines.map((line) => line.key)).size).toBe(lines.length);
  });

  it("groups the digits of a hash", () => {
    expect(shortHash(entry(1, MONDAY).hash)).toBe("612d d272");
    expect(longHash("0123456789abcdef")).toBe("01234567 89abcdef");
  });
});

describe("the address", () => {
  it("leaves out what makes no sense", () => {
    expect(readAuditSearch({ period: "century", entry: "x", q: "", actor: "system" })).toEqual({
      actor: "system",
    });
    expect(readAuditSearch({ period: "week", entry: 12, q: 48 })).toEqual({
      period: "week",
      entry: 12,
      q: "48",
    });
  });

  it("begins a week at the midnight six days before", () => {
    expect(startOf("week", MONDAY)).toBe(new Date(2026, 9, 6).getTime());
    expect(startOf("all", MONDAY)).toBeUndefined();
  });
});
