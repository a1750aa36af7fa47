import { describe, expect, it } from "vitest";
import { asked, isComplete, matchOf, ofMatch, type RuleTree, readTree, unfinished, valueKind } from "./rule";

const KINDS: Record<string, string> = {
  tags: "tags",
  city: "text",
  birthdate: "birthdate",
  "custom:n": "number",
};
const kindOf = (field: string) => KINDS[field] ?? "text";

const tree: RuleTree = {
  id: "g",
  combinator: "and",
  rules: [
    { id: "a", field: "city", operator: "is", value: "Lyon" },
    { id: "b", field: "tags", operator: "has_any", value: [] },
    { id: "c", combinator: "or", not: true, rules: [{ field: "city", operator: "is", value: " " }] },
    { id: "d", field: "city", operator: "empty", value: null },
  ],
};

describe("a rule", () => {
  it("asks only what is finished, and drops groups that ask nothing", () => {
    expect(asked(tree, kindOf)).toEqual({
      combinator: "and",
      rules: [
        { field: "city", operator: "is", value: "Lyon" },
        { field: "city", operator: "empty" },
      ],
    });
    expect(unfinished(tree, kindOf)).toBe(2);
  });

  it("knows what each question reads", () => {
    expect(valueKind("number", "between")).toBe("numbers");
    expect(valueKind("date", "between")).toBe("days");
    expect(valueKind("groups", "has_all")).toBe("ids");
    expect(valueKind("tags", "has_all")).toBe("texts");
    expect(valueKind("consent", "is")).toBe("standing");
    expect(valueKind("domain", "is")).toBe("text");
    expect(isComplete({ field: "custom:n", operator: "between", value: [0, 4] }, "number")).toBe(true);
    expect(isComplete({ field: "birthdate", operator: "on", value: "12/05/2026" }, "birthdate")).toBe(false);
  });

  it("comes back from an address, and nonsense does not", () => {
    expect(readTree(JSON.parse(JSON.stringify(asked(tree, kindOf))))).toEqual(asked(tree, kindOf));
    expect(readTree({ rules: [{ field: 3 }] })).toBeNull();
    expect(readTree("rules")).toBeNull();
    const deep = { rules: [{ rules: [{ rules: [{ rules: [{ rules: [{ rules: [] }] }] }] }] }] };
    expect(readTree(deep)).toBeNull();
  });

  it("says in one word how its parts count", () => {
    for (const match of ["all", "any", "none", "not_all"] as const)
      expect(matchOf(ofMatch(match))).toBe(match);
  });
});
