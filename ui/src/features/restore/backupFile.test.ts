import { describe, expect, it } from "vitest";
import { markInName } from "./backupFile";

describe("the name of a backup file", () => {
  it("tells which code opens it", () => {
    expect(markInName("sellify-2026-11-22-032515-rk6CPY.sellifybak")).toBe("rk6CPY");
    expect(markInName("sellify-2026-11-22-032515-rk6CPY-2.sellifybak")).toBe("rk6CPY");
  });

  it("may have been changed, and then tells nothing", () => {
    expect(markInName("sauvegarde du bureau.sellifybak")).toBeNull();
    expect(markInName("sellify-rk6CPY.zip")).toBeNull();
  });
});
