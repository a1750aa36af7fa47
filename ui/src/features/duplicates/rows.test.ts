import { describe, expect, it } from "vitest";
import type { Contact } from "@/api/types";
import { compareRows, neededChoices, onlySpelling, winner } from "./rows";
import { readDuplicatesSearch } from "./search";

function contact(id: string, rest: Partial<Contact>): Contact {
  const empty = Object.fromEntries(
    ["civility", "first_name", "last_name", "company", "street", "postcode", "city", "country"].map((key) => [
      key,
      "",
    ]),
  );
  return {
    ...empty,
    id,
    email: null,
    phone: null,
    birthdate: "",
    reference: "",
    notes: "",
    custom: {},
    tags: [],
    ...rest,
  } as unknown as Contact;
}

const A = contact("a", { last_name: "Mariani", city: "Lyon", custom: { dossier: "42" }, tags: ["Client"] });
const B = contact("b", { last_name: "MARIANI", email: "h@x.fr", tags: ["VIP"] });

describe("the lines of the comparison", () => {
  it("shows only what somebody has, and asks only where they differ", () => {
    const rows = compareRows([A, B]);
    expect(rows.map(({ key, differs }) => [key, differs])).toEqual([
      ["last_name", true],
      ["email", false],
      ["city", false],
      ["custom:dossier", false],
      ["tags", false],
    ]);
  });

  it("keeps the kept contact's value, else the first there is, else the chosen one", () => {
    const [name, email] = compareRows([A, B]);
    if (!name || !email) throw new Error("both rows are there");
    expect(winner(name, [A, B], "a", {})).toBe("a");
    expect(winner(name, [A, B], "b", {})).toBe("b");
    expect(winner(email, [A, B], "a", {})).toBe("b");
    expect(winner(name, [A, B], "a", { last_name: "b" })).toBe("b");
  });

  it("sends only the choices that change something", () => {
    const rows = compareRows([A, B]);
    expect(neededChoices(rows, [A, B], "a", { last_name: "a" })).toEqual({});
    expect(neededChoices(rows, [A, B], "b", { last_name: "a" })).toEqual({ last_name: "a" });
  });

  it("knows a spelling from another value", () => {
    expect(onlySpelling(["Hélène", "HELENE"])).toBe(true);
    expect(onlySpelling(["Lyon", "Paris"])).toBe(false);
    expect(onlySpelling(["Lyon", ""])).toBe(false);
  });
});

describe("the address of the screen", () => {
  const one = "01890000-0000-7000-8000-000000000001";
  const other = "01890000-0000-7000-8000-000000000002";
  it("takes two to five contacts and nothing else", () => {
    expect(readDuplicatesSearch({ pair: `${one}.${other}` })).toEqual({ pair: `${one}.${other}` });
    expect(readDuplicatesSearch({ pair: one })).toEqual({});
    expect(readDuplicatesSearch({ pair: `${one}.<script>` })).toEqual({});
    expect(readDuplicatesSearch({ pair: 5 })).toEqual({});
  });
});
