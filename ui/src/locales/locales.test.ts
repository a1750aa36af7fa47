// Both languages say everything, with the same values in the same places.
import { describe, expect, it } from "vitest";
import { en, fr, withMillions } from "@/i18n/resources";

type Tree = { [key: string]: string | Tree };

function sentences(tree: Tree, path = ""): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    const here = path ? `${path}.${key}` : key;
    if (typeof value === "string") found.set(here, value);
    else for (const [inner, text] of sentences(value, here)) found.set(inner, text);
  }
  return found;
}

const french = sentences(fr);
const english = sentences(en);
const values = (text: string) => [...text.matchAll(/{{\s*(\w+)/g)].map((match) => match[1]).sort();

describe("locales", () => {
  it("have the same keys", () => {
    expect([...english.keys()].sort()).toEqual([...french.keys()].sort());
  });

  it("use the same values in each sentence", () => {
    for (const [key, text] of french)
      expect([key, values(english.get(key) ?? "")]).toEqual([key, values(text)]);
  });

  it("leave no sentence empty", () => {
    for (const all of [french, english]) for (const [key, text] of all) expect(text.trim(), key).not.toBe("");
  });

  it("format every count, so that thousands are grouped", () => {
    for (const all of [french, english])
      for (const [key, text] of all) expect(text, key).not.toMatch(/{{\s*count\s*}}/);
  });

  it("speak of whole millions in French too", () => {
    expect(withMillions({ a_one: "1", a_other: "n" })).toEqual({ a_one: "1", a_other: "n", a_many: "n" });
  });
});
