import { describe, expect, it } from "vitest";
import type { ReviewRow } from "../contract";
import {
  blamedValue,
  countOf,
  decisionOf,
  firstTab,
  knownCount,
  reasonsOf,
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

  it("offer only reasons of their own", () => {
    const reasons = { repeats_line: 3, same_email: 30, email_missing: 1, email_invalid: 4, same_phone: 0 };
    expect(reasonsOf("known", reasons)).toEqual([
      ["same_email", 30],
      ["repeats_line", 3],
    ]);
    expect(reasonsOf("rejected", reasons)).toEqual([
      ["email_invalid", 4],
      ["email_missing", 1],
    ]);
    expect(reasonsOf("created", reasons)).toEqual([]);
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
