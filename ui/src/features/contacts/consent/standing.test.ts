import { describe, expect, it } from "vitest";
import { basesFor, basisFor, standingOf } from "./standing";

describe("what counts on a channel", () => {
  it("is refused on the suppression list, whatever was said", () => {
    expect(standingOf({ state: "granted", suppressed: true })).toBe("refused");
    expect(standingOf({ state: "unknown", suppressed: true })).toBe("refused");
  });

  it("is what was said otherwise", () => {
    expect(standingOf({ state: "granted", suppressed: false })).toBe("granted");
    expect(standingOf({ state: "unknown", suppressed: false })).toBe("unknown");
  });
});

describe("the legal ground", () => {
  it("of a consent is never an objection", () => {
    expect(basesFor("granted")).not.toContain("right_to_object");
    expect(basisFor("granted", "right_to_object")).toBe("consent");
  });

  it("stays when it can carry the new answer", () => {
    expect(basisFor("refused", "existing_customer")).toBe("existing_customer");
    expect(basisFor("refused", null)).toBe("right_to_object");
  });
});
