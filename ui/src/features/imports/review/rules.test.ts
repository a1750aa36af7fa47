import { describe, expect, it } from "vitest";
import type { FilterCount, ReviewRow } from "../contract";
import {
  blamedValue,
  countOf,
  decisionOf,
  filtersOf,
  firstTab,
  knownCount,
  rowsQuery,
  withSuggestion,
} from "./rules";

const counts = {
  rows: 100,
  created: 60,
  updated: 12,
  unchanged: 20,
  duplicates: 3,
  rejected: 5,
  suppressed: 2,
};
const change = { field: "city", before: "", file: "Lyon", after: "Lyon" };
const kept = { ...change, before: "Oullins", after: "Oullins" };

describe("the tabs", () => {
  it("add up to the rows of the file", () => {
    const sum = (["created", "known", "rejected"] as const).reduce(
      (all, tab) => all + countOf(counts, tab),
      0,
    );
    expect(sum).toBe(counts.rows);
    expect(knownCount(counts)).toBe(35);
  });

  it("open on what is there", () => {
    expect(firstTab(counts)).toBe("created");
    expect(firstTab({ ...counts, created: 0 })).toBe("known");
    expect(firstTab({ ...counts, created: 0, updated: 0, unchanged: 0, duplicates: 0 })).toBe("rejected");
  });

  it("ask for their rows, narrowed as the address says", () => {
    expect(rowsQuery("known", {})).toEqual({ verdict: "updated,unchanged,duplicate" });
    expect(rowsQuery("known", { part: "updated", why: "same_email", q: "léa" })).toEqual({
      verdict: "updated",
      reason: "same_email",
      q: "léa",
    });
    expect(rowsQuery("created", { part: "updated", why: "hinted" })).toEqual({
      verdict: "created",
      hinted: true,
    });
  });

  it("offer the filters that mean somebody, each counted where it stands", () => {
    const of = (verdict: FilterCount["verdict"], why: string | null, count: number, kept = count) => ({
      verdict,
      why,
      count,
      kept,
    });
    const found = [
      of("created", null, 60),
      of("created", "same_phone", 2),
      of("updated", null, 12_000, 2_000),
      of("updated", "same_phone", 9_000, 1_400),
      of("updated", "same_email", 3_000, 700),
      of("updated", "hinted", 3),
      of("unchanged", null, 20),
      of("unchanged", "same_email", 20),
      of("duplicate", "repeats_line", 0),
      of("rejected", null, 5),
      of("rejected", "email_invalid", 1),
      of("rejected", "email_missing", 4),
    ];
    const seen = (tab: "created" | "known" | "rejected", part?: "updated" | "unchanged") =>
      filtersOf(tab, part, found).map(({ why, count }) => [why, count]);
    expect(seen("created")).toEqual([
      [null, 60],
      ["same_phone", 2],
    ]);
    expect(seen("known")).toEqual([
      [null, 12_020],
      ["same_email", 3_020],
      ["same_phone", 9_000],
      ["hinted", 3],
    ]);
    expect(seen("known", "unchanged")).toEqual([
      [null, 20],
      ["same_email", 20],
    ]);
    expect(seen("rejected")).toEqual([
      [null, 5],
      ["email_missing", 4],
      ["email_invalid", 1],
    ]);
    expect(filtersOf("known", undefined, found)[0]?.kept).toBe(2_020);
  });
});

describe("the decision", () => {
  it("is one verb for each row", () => {
    expect(decisionOf({ verdict: "updated", changes: [change] }, "update")).toBe("update");
    expect(decisionOf({ verdict: "unchanged", changes: [] }, "update")).toBe("nothing");
    expect(decisionOf({ verdict: "unchanged", changes: [kept] }, "skip")).toBe("keep");
    expect(decisionOf({ verdict: "duplicate", changes: [change] }, "update")).toBe("merge");
    expect(decisionOf({ verdict: "duplicate", changes: [kept] }, "update")).toBe("skip");
    expect(decisionOf({ verdict: "rejected", changes: [] }, "update")).toBe("aside");
  });
});

describe("a row to correct", () => {
  const mapping = ["last_name", "email", "email", "phone"];

  it("shows the value that it was refused for", () => {
    const row = { reason: "email_invalid", cells: ["Dupont", "jean@", "", "06"] };
    expect(blamedValue(row, mapping)).toBe("jean@");
    expect(blamedValue({ ...row, reason: "unreadable" }, mapping)).toBe("");
  });

  it("takes a suggestion where the mistyped value stands", () => {
    const hint: NonNullable<ReviewRow["hint"]> = {
      field: "email",
      value: "jean@gmial.com",
      suggestion: "jean@gmail.com",
    };
    expect(withSuggestion(["D", "", " Jean@Gmial.com", "06"], hint, mapping)).toEqual([
      "D",
      "",
      "jean@gmail.com",
      "06",
    ]);
    expect(withSuggestion(["D", "", "", "06"], hint, mapping)).toBeNull();
  });
});
