import { describe, expect, it } from "vitest";
import { meanOfFinished } from "./Figures";
import { todoTarget } from "./todoTarget";

const todo = (code: string, link: string) => ({ code, link, count: 1, subject: "", since: null });

describe("what waits", () => {
  it("leads to the screen that mends it", () => {
    expect(todoTarget(todo("rejected_rows", "/contacts/imports/abc"))).toBe("/contacts/import?import=abc");
    expect(todoTarget(todo("unknown_recipients", "/campaigns/k1"))).toBe("/campaigns/k1?state=unknown");
    expect(todoTarget(todo("retention_due", "/settings/privacy"))).toBe("/settings?section=privacy");
    expect(todoTarget(todo("test_connection", "/settings/connections"))).toBe(
      "/settings?section=connections",
    );
  });

  it("never leaves the program for a link it does not know", () => {
    expect(todoTarget(todo("new_thing", "https://example.org"))).toBe("/");
    expect(todoTarget(todo("new_thing", "/somewhere"))).toBe("/somewhere");
  });
});

describe("the mean", () => {
  it("leaves today's unfinished day out", () => {
    const days = [10, 20, 30, 0].map((count, index) => ({ day: `2026-10-0${index + 1}`, count }));
    expect(meanOfFinished(days)).toBe(20);
    expect(meanOfFinished([])).toBe(0);
  });
});
