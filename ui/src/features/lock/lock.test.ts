import { describe, expect, it } from "vitest";
import { i18n } from "@/i18n";
import { waitAfter } from "./attempts";
import { knownNotices } from "./notices";
import { KNOWN_REASONS, offerOf, troubleOf, waysFor } from "./reasons";

const says = (key: string, lng: string) => i18n.exists(key, { lng, fallbackLng: [] as never });

describe("the reason of a lock", () => {
  it.each(["fr", "en"])("has a title in %s, and a sentence unless the lock was meant", (lng) => {
    for (const code of KNOWN_REASONS) {
      const trouble = troubleOf(code);
      expect(says(`lock:trouble.${trouble}.title`, lng), code).toBe(true);
      expect(says(trouble === "closed" ? `lock:closed.${code}` : `errors:${code}`, lng), code).toBe(true);
    }
  });

  it("always offers at least one way on, and the recovery code whenever this computer cannot", () => {
    for (const code of KNOWN_REASONS) {
      const { ways } = offerOf(code);
      expect(ways.length, code).toBeGreaterThan(0);
      if (["identity", "passphrase", "keystore"].includes(troubleOf(code)))
        expect(ways, code).toContain("recovery");
    }
  });

  it("does not tempt with this computer when the passphrase is required", () => {
    expect(offerOf("passphrase_required").ways).not.toContain("computer");
  });

  it("offers what the key file holds, and everything when it says nothing", () => {
    expect(waysFor("locked_by_hand", ["passphrase", "recovery"])).toEqual(["passphrase", "recovery"]);
    expect(waysFor("locked_by_hand", ["machine", "recovery"])).toEqual(["computer", "recovery"]);
    expect(waysFor("hwid_changed", ["machine", "recovery"])).toEqual(["recovery", "computer"]);
    expect(waysFor("keystore_missing", [])).toEqual(["computer", "recovery", "passphrase"]);
    expect(waysFor("database_damaged", ["recovery"])).toEqual(["computer"]);
  });

  it("stays calm about a code of tomorrow", () => {
    expect(troubleOf("a_code_of_tomorrow")).toBe("closed");
    expect(troubleOf(null)).toBe("closed");
  });
});

describe("waiting after wrong secrets", () => {
  it("begins with the fifth failure, doubles, and ends at a minute", () => {
    expect([1, 4, 5, 6, 7, 10, 11, 12, 50].map(waitAfter)).toEqual([0, 0, 1, 2, 4, 32, 60, 60, 60]);
  });
});

describe("notices of an opening", () => {
  it("show what has words, once", () => {
    const codes = ["machine_slot_rewrapped", "something_else", "keystore_rollback"];
    expect(knownNotices(codes, [])).toEqual(["machine_slot_rewrapped", "keystore_rollback"]);
    expect(knownNotices(codes, ["keystore_rollback"])).toEqual(["machine_slot_rewrapped"]);
  });
});
