import { describe, expect, it } from "vitest";
import { confidenceOf, contactOf, customKey, exampleNumber, lostZero } from "./mapping";
import { readImportSearch } from "./search";

const column = { index: 0, header: "TEL1", samples: [], suggestion: "phone", confidence: 0.71, aliases: [] };

describe("confidence", () => {
  it("asks where the server is not sure, and says what the person chose", () => {
    expect(confidenceOf(column, "phone", ["phone"])).toBe("check");
    expect(confidenceOf({ ...column, confidence: 0.96 }, "phone", ["phone"])).toBe("sure");
    expect(confidenceOf({ ...column, confidence: 0.88 }, "phone", ["phone"])).toBe("likely");
    expect(confidenceOf(column, "city", ["city"])).toBe("chosen");
    expect(confidenceOf(column, "custom:tel", ["custom:tel"])).toBe("new");
    expect(confidenceOf(column, null, [null])).toBe("ignored");
  });

  it("asks when two columns claim one field", () => {
    expect(confidenceOf({ ...column, confidence: 1 }, "phone", ["phone", "phone"])).toBe("twice");
  });
});

describe("keys of own fields", () => {
  it("are lower-case ASCII and never empty", () => {
    expect(customKey("N° de dossier", 0)).toBe("custom:n_de_dossier");
    expect(customKey("Créé le", 3)).toBe("custom:cree_le");
    expect(customKey("***", 4)).toBe("custom:column_5");
  });
});

describe("phone examples", () => {
  it("sees the zero that a spreadsheet took", () => {
    expect(lostZero(["06 00 00 00 31", "600000012"])).toBe("600000012");
    expect(lostZero(["+33600000012", "0600000012"])).toBeUndefined();
  });

  it("shows the number as it will read", () => {
    expect(exampleNumber("600000012", "FR")).toBe("06\u00a000\u00a000\u00a000\u00a012");
    expect(exampleNumber("+41 79 123 45 67", "FR")).toBe("+41 79 123 45 67");
    expect(exampleNumber("0033600051940", "FR")).toBe("0033600051940");
  });
});

describe("the resulting contact", () => {
  it("takes the first value of each linked column", () => {
    expect(contactOf(["Léa", " ", "x"], ["first_name", "email", null])).toEqual({ first_name: "Léa" });
  });
});

describe("the wizard's address", () => {
  it("keeps what it knows and drops the rest", () => {
    expect(readImportSearch({ upload: "u", tab: "rejected", evil: 1 })).toEqual({
      upload: "u",
      tab: "rejected",
    });
    expect(readImportSearch({ tab: "nope", import: 12 })).toEqual({ import: "12" });
  });
});
