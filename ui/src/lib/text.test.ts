import { describe, expect, it } from "vitest";
import { fold, initials, markMatches } from "./text";

const marked = (text: string, search: string) =>
  markMatches(text, search)
    .filter((piece) => piece.match)
    .map((piece) => piece.text);

describe("matches", () => {
  it("marks the beginning of words without case and accents", () => {
    expect(marked("Hélène Mariani", "hel mar")).toEqual(["Hél", "Mar"]);
    expect(marked("bruno.marchal@example.fr", "mar")).toEqual(["mar"]);
    expect(marked("Lemarchand", "mar")).toEqual([]);
  });

  it("gives the text back whole, whatever is searched", () => {
    for (const [text, search] of [
      ["Ångström & Œuvre", "œ an"],
      ["İstanbul straße", "is str"],
      ["e\u0301lodie", "elo"],
      ["", "x"],
      ["a", ""],
    ] as const) {
      expect(
        markMatches(text, search)
          .map((piece) => piece.text)
          .join(""),
      ).toBe(text);
    }
  });

  it("keeps positions when folding", () => {
    for (const text of ["ÀÉÎ", "ﬁn", "İI", "ß", "👩‍🌾 Zoé"]) expect(fold(text)).toHaveLength(text.length);
  });
});

describe("initials", () => {
  it("takes the first and the last word", () => {
    expect(initials("Hélène Mariani")).toBe("HM");
    expect(initials("Jean-Yves Le Goff")).toBe("JG");
    expect(initials("Kervella")).toBe("K");
    expect(initials("")).toBe("");
  });
});
