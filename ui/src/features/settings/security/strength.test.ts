import { describe, expect, it } from "vitest";
import { acceptable, shareOf, strengthOf } from "./strength";

describe("a passphrase's strength", () => {
  it("is its length, said in words", () => {
    expect(strengthOf("")).toEqual({ word: "empty" });
    expect(strengthOf("bonjour")).toEqual({ word: "short", missing: 5 });
    expect(strengthOf("le chat gris")).toEqual({ word: "fair" });
    expect(strengthOf("le chat gris dort")).toEqual({ word: "good" });
    expect(strengthOf("le chat gris dort au soleil")).toEqual({ word: "strong" });
  });

  it("asks for no digit, sign or capital", () => {
    expect(acceptable(strengthOf("quatre chevaux boivent du café"))).toBe(true);
  });

  it("sees through repetition and runs, however long", () => {
    for (const weak of [
      "aaaaaaaaaaaaaaaaaaaa",
      "123456789012345678901234",
      "abcabcabcabcabc",
      "abcdefghijklmnop",
    ]) {
      expect(strengthOf(weak), weak).toEqual({ word: "repeats" });
      expect(acceptable(strengthOf(weak)), weak).toBe(false);
    }
  });

  it("counts signs as people do, in the form that the vault uses", () => {
    // Twelve signs with combining accents: decomposed, they are more code points.
    expect(strengthOf("éléphant été".normalize("NFD"))).toEqual(strengthOf("éléphant été"));
    expect(strengthOf("🐘🦒🐆🐅🦓🦍🐘🦒🐆🐅🦓").word).toBe("short");
  });

  it("draws a bar that grows and ends", () => {
    expect(shareOf("")).toBe(0);
    expect(shareOf("le chat")).toBeGreaterThan(0);
    expect(shareOf("le chat gris")).toBeLessThan(shareOf("le chat gris dort"));
    expect(shareOf("le chat gris dort au soleil, dans le jardin")).toBe(1);
  });
});
