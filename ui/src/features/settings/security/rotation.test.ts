import { describe, expect, it } from "vitest";
import type { RotationKind, Rotations } from "@/api/security";
import { canStop, historyOf, KINDS, phaseOf } from "./rotation";
import { readEnd } from "./useRotationNews";

const record = (kind: RotationKind, at: number, outcome: string | null) => ({
  id: `${kind}-${at}`,
  kind,
  started_at: at,
  finished_at: outcome === null ? null : at + 1,
  outcome,
});
const past = (...last: Rotations["last"]): Rotations => ({
  running: null,
  last,
  database_key_since: 5,
  pending: false,
});

describe("a renewal of keys", () => {
  it("has words for each phase it knows, and general ones for the rest", () => {
    expect(phaseOf("checking")).toBe("checking");
    expect(phaseOf("a phase of tomorrow")).toBe("going");
  });

  it("can be stopped only while stopping leaves everything as it was", () => {
    expect(canStop("database", "copying")).toBe(true);
    expect(canStop("database", "switching")).toBe(false);
    expect(canStop("database", "a phase of tomorrow")).toBe(false);
    expect(canStop("columns", "resealing")).toBe(true);
    expect(canStop("columns", "tidying")).toBe(false);
    expect(KINDS.filter((kind) => canStop(kind, "preparing"))).toEqual(["columns", "database"]);
  });

  it("remembers the last one that came to its end, and says when the newest did not", () => {
    const rotations = past(
      record("columns", 40, null),
      record("columns", 30, "disk_full"),
      record("columns", 20, "done"),
      record("columns", 10, "done"),
    );
    expect(historyOf("columns", rotations)).toEqual({ since: 21, failed: { at: 31, outcome: "disk_full" } });
    expect(historyOf("master", rotations)).toEqual({ since: null, failed: null });
  });

  it("knows the database's key even when no renewal is on record", () => {
    expect(historyOf("database", past()).since).toBe(5);
    expect(historyOf("database", past(record("database", 8, "done"))).since).toBe(9);
  });

  it("tells its end only when it knows what ended", () => {
    expect(readEnd({ kind: "columns", outcome: "done" })).toEqual({ kind: "columns", outcome: "done" });
    for (const other of [
      null,
      "done",
      {},
      { kind: "master", outcome: "done" },
      { kind: "tomorrow", outcome: "x" },
    ])
      expect(readEnd(other)).toBeNull();
  });
});
