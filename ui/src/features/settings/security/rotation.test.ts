import { describe, expect, it } from "vitest";
import { canStop, KINDS, phaseOf } from "./rotation";

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
});
