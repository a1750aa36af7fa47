import { describe, expect, it } from "vitest";
import { progressShare } from "./progress";

describe("progress", () => {
  it("never rounds up to the end", () => {
    expect(progressShare(9_999, 10_000)).toBe(0.99);
    expect(progressShare(996, 1_000)).toBe(0.99);
  });

  it("stays below the end while the work is still listed as going on", () => {
    expect(progressShare(10, 10)).toBe(0.99);
    expect(progressShare(12, 10)).toBe(0.99);
  });

  it("knows nothing of an empty or unknown total", () => {
    expect(progressShare(0, 0)).toBe(0);
    expect(progressShare(3, 0)).toBe(0);
    expect(progressShare(-1, 10)).toBe(0);
  });

  it("cuts to whole percents", () => {
    expect(progressShare(1, 200)).toBe(0);
    expect(progressShare(29, 100)).toBe(0.29);
    expect(progressShare(2, 3)).toBe(0.66);
  });
});
