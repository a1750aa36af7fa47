// Which sentence and which banner each state gets.
import { describe, expect, it } from "vitest";
import type { License } from "@/api/types";
import { banner, gravity, isLicensed, isReleased, isStopped, spoken } from "./license";

const allowed = { sending: true, ai: true, automations: true, new_mailboxes: true, api_writes: true };
const stopped = {
  sending: false,
  ai: false,
  automations: false,
  new_mailboxes: false,
  api_writes: false,
};

function license(change: Partial<License>): License {
  return {
    state: "valid",
    edition: "pro",
    days_left: 200,
    allows: allowed,
    released: null,
    ...change,
  } as License;
}

describe("the licence's words", () => {
  it("are calm while everything works and the end is far", () => {
    expect(gravity(license({}))).toBe("fine");
    expect(banner(license({}))).toBeNull();
    expect(banner(license({ days_left: null }))).toBeNull();
    expect(banner(license({ state: "drift" }))).toBeNull();
  });

  it("tell of an end that comes near", () => {
    expect(banner(license({ state: "trial", edition: null, days_left: 14 }))).toBe("trial");
    expect(banner(license({ state: "trial", edition: null, days_left: 15 }))).toBeNull();
    expect(banner(license({ days_left: 3 }))).toBe("ending");
    expect(gravity(license({ state: "trial", days_left: 3 }))).toBe("warn");
  });

  it("tell of grace and of a clock that is behind, although everything works", () => {
    expect(banner(license({ state: "grace", days_left: 10 }))).toBe("grace");
    expect(banner(license({ state: "clock_suspect" }))).toBe("clock");
  });

  it.each(["expired", "revoked", "wrong_machine", "not_yet_valid", "none"] as const)(
    "say that sending is stopped when %s",
    (state) => {
      const over = license({ state, allows: stopped });
      expect(isStopped(over)).toBe(true);
      expect(isLicensed(over)).toBe(false);
      expect([gravity(over), banner(over)]).toEqual(["stopped", "stopped"]);
    },
  );

  it("know a computer that was released from one that never had a licence", () => {
    const none = license({ state: "none", edition: null, allows: stopped });
    expect(isReleased(none)).toBe(false);
    expect(isReleased({ ...none, released: { at: 1, text: "", check: "" } })).toBe(true);
  });

  it("read a check in groups", () => {
    expect(spoken("K7QF-2M9D")).toEqual(["K7QF", "2M9D"]);
  });
});
