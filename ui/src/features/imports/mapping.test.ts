import { describe, expect, it } from "vitest";
import { effective, FRESH, uncounted } from "./choices";
import { consentOf } from "./consent";
import {
  companions,
  confidenceOf,
  countryWords,
  customKey,
  dateAs,
  isAsking,
  joined,
  pairs,
} from "./mapping";
import { readImportSearch } from "./search";

const column = { suggestion: "phone", confidence: 0.71 };

describe("confidence", () => {
  it("asks where the server is not sure, and says what the person chose", () => {
    expect(confidenceOf(column, "phone", ["phone"])).toBe("check");
    expect(confidenceOf({ ...column, confidence: 0.96 }, "phone", ["phone"])).toBe("sure");
    expect(confidenceOf({ ...column, confidence: 0.88 }, "phone", ["phone"])).toBe("likely");
    expect(confidenceOf(column, "city", ["city"])).toBe("chosen");
    expect(confidenceOf(column, "custom:tel", ["custom:tel"])).toBe("new");
    expect(confidenceOf(column, null, [null])).toBe("ignored");
  });

  it("says what becomes of two columns with one field", () => {
    expect(confidenceOf(column, "phone", ["phone", "phone"])).toBe("first");
    expect(confidenceOf(column, "street", ["street", "street"])).toBe("joined");
    expect(confidenceOf(column, "tags", ["tags", null, "tags"])).toBe("united");
    expect(companions("tags", ["tags", null, "tags"])).toEqual([0, 2]);
    expect(companions(null, [null])).toEqual([]);
  });
});

describe("keys of own fields", () => {
  it("are lower-case ASCII and never empty", () => {
    expect(customKey("N° de dossier", 0)).toBe("custom:n_de_dossier");
    expect(customKey("Créé le", 3)).toBe("custom:cree_le");
    expect(customKey("***", 4)).toBe("custom:column_5");
  });
});

describe("questions", () => {
  const zero = { kind: "lost_zero", before: "600000012", after: "+33600000012", count: 3 } as const;
  const order = { kind: "date_order", suggested: "day_first", ambiguous: true, sample: "03/04/78" } as const;

  it("stay open until they are answered, and only where they matter", () => {
    expect(isAsking(zero, "phone", null)).toBe(true);
    expect(isAsking(zero, "postcode", { restore_zero: null })).toBe(true);
    expect(isAsking(zero, "phone", { restore_zero: false })).toBe(false);
    expect(isAsking(zero, "reference", null)).toBe(false);
    expect(isAsking(order, "birthdate", null)).toBe(false);
    expect(isAsking(null, "phone", null)).toBe(false);
  });
});

describe("worked examples", () => {
  it("show a French number in pairs", () => {
    expect(pairs("+33600000012")).toBe("06\u00a000\u00a000\u00a000\u00a012");
    expect(pairs("06.00.00.00.12")).toBe("06\u00a000\u00a000\u00a000\u00a012");
    expect(pairs("+41 79 123 45 67")).toBe("+41 79 123 45 67");
  });

  it("show what day a date is in either order", () => {
    const day = (at: number | null) => at && new Date(at).toDateString();
    expect(day(dateAs("03/04/1978", "day_first"))).toBe("Mon Apr 03 1978");
    expect(day(dateAs("03/04/1978", "month_first"))).toBe("Sat Mar 04 1978");
    expect(day(dateAs("78.04.03", "year_first"))).toBe("Mon Apr 03 1978");
    expect(day(dateAs("1978-04-03", "day_first"))).toBe("Mon Apr 03 1978");
    expect(dateAs("21/11/1985", "month_first")).toBeNull();
    expect(dateAs("avril 1978", "day_first")).toBeNull();
  });

  it("join what belongs together", () => {
    expect(joined(["Jean", " ", "Paul"], "first_name", null)).toBe("Jean Paul");
    expect(joined(["Jean", "Paul"], "first_name", "-")).toBe("Jean-Paul");
    expect(joined(["a", "b"], "notes", undefined)).toBe("a, b");
    expect(joined(["", "b@c.fr", "d@e.fr"], "email", " ")).toBe("b@c.fr");
  });

  it("read only the words that say yes or no", () => {
    const read = (header: string, ...words: string[]) => words.map((word) => consentOf(word, header));
    expect(read("Opt-in", "Oui", "x", "ABONNÉ", "1")).toEqual(Array(4).fill("granted"));
    expect(read("Opt-in", "non", "0", "Désabonné", "opt-out")).toEqual(Array(4).fill("refused"));
    expect(read("Opt-in", "peut-être", "", "n/a", "12/03/2024")).toEqual(Array(4).fill(null));
    expect(read("EMAIL blacklisted", "oui", "non", "12/03/2024")).toEqual(["refused", "granted", "refused"]);
  });

  it("name a country with its calling code", () => {
    expect(countryWords("BE", "fr")).toBe("Belgique, +32");
    expect(countryWords("JP", "fr")).toBe("Japon");
  });
});

describe("choices", () => {
  const seen = {
    default_mapping: ["email", null, "custom:note"],
    columns: [
      { question: null, new_field: null },
      { question: null, new_field: null },
      { question: null, new_field: { key: "note", label: "Note", kind: "number" as const } },
    ],
    remembered: {
      used_at: 1,
      mapping: ["email", "phone", null],
      columns: [null, { country: "BE" }, null],
      country: "CH",
      require: "email_or_phone" as const,
      policy: "skip" as const,
    },
  };

  it("follow what is remembered of the last file of this shape", () => {
    expect(effective(FRESH, seen, "FR")).toMatchObject({
      mapping: ["email", "phone", null],
      answers: [null, { country: "BE" }, null],
      country: "CH",
      acceptPhoneOnly: true,
      policy: "skip",
    });
  });

  it("start from the suggestions when a person wants to", () => {
    const plan = effective({ ...FRESH, forget: true }, seen, "FR");
    expect(plan).toMatchObject({ mapping: seen.default_mapping, country: "FR", policy: "update" });
    expect(plan.newFields).toEqual([{ key: "note", label: "Note", kind: "number" }]);
  });

  it("answer open questions with what is likeliest, and know that nobody answered", () => {
    const question = {
      kind: "date_order",
      suggested: "month_first",
      ambiguous: true,
      sample: "1/2/03",
    } as const;
    const [first, ...rest] = seen.columns;
    const columns = first ? [{ ...first, question }, ...rest] : rest;
    const plan = effective(FRESH, { ...seen, columns }, "FR");
    expect([plan.answers[0], plan.columns[0]]).toMatchObject([
      null,
      { date_order: "month_first", country: null },
    ]);
  });

  it("put a person's word before both", () => {
    const plan = effective(
      {
        ...FRESH,
        columns: { 1: { restore_zero: false } },
        policy: "create",
        corrections: { 12: ["a", "b", "c"] },
      },
      seen,
      "FR",
    );
    expect(plan.columns[1]).toEqual({
      country: "BE",
      date_order: null,
      join: null,
      restore_zero: false,
    });
    expect(plan.policy).toBe("create");
    expect(plan.corrections).toEqual([{ line: 12, cells: ["a", "b", "c"] }]);
  });
});

describe("corrections", () => {
  it("are counted anew where they changed since the last dry run", () => {
    expect(uncounted({ corrections: { 3: ["a", "b"] }, counted: { 3: ["a", "b"] } })).toBe(0);
    expect(
      uncounted({ corrections: { 3: ["a", "c"], 4: ["x"] }, counted: { 3: ["a", "b"], 5: ["y"] } }),
    ).toBe(3);
  });
});

describe("the wizard's address", () => {
  it("keeps what it knows and drops the rest", () => {
    expect(readImportSearch({ upload: "u", tab: "rejected", evil: 1 })).toEqual({
      upload: "u",
      tab: "rejected",
    });
    expect(readImportSearch({ tab: "nope", import: 12 })).toEqual({ import: "12" });
    expect(readImportSearch({ tab: "known", part: "updated", why: "same_email" })).toEqual({
      tab: "known",
      part: "updated",
      why: "same_email",
    });
  });
});
