import { describe, expect, it } from "vitest";
import { monthStart } from "@/lib/clock";
import { filterQuery } from "./filter";
import { isEverything, readContactsSearch } from "./search";
import { searchOf, viewOf } from "./views";

describe("the address of the list", () => {
  it("keeps what it knows, as text", () => {
    expect(
      readContactsSearch({ q: 42, tag: "a b", sort: "created", contact: "x", new: true, evil: 1 }),
    ).toEqual({
      q: "42",
      tag: "a b",
      sort: "created",
      contact: "x",
      new: true,
    });
  });

  it("leaves out what makes no sense and what is the default", () => {
    expect(readContactsSearch({ q: "", sort: "name", new: "yes", tag: [], added: "year" })).toEqual({});
  });

  it("narrows the list, or does not", () => {
    expect(isEverything({})).toBe(true);
    for (const filter of [{ q: "a" }, { group: "g" }, { segment: "s" }, { import: "i" }] as const) {
      expect(isEverything(filter)).toBe(false);
    }
    expect(isEverything(readContactsSearch({ sort: "email", columns: "name", view: "v" }))).toBe(true);
  });
});

describe("what the server is asked", () => {
  it("is the filter and nothing of the screen", () => {
    const now = new Date(2026, 9, 17, 15, 30);
    const search = readContactsSearch({
      q: "mar",
      group: "g",
      added: "month",
      contact: "c",
      columns: "name",
    });
    expect(filterQuery(search, now)).toEqual({ q: "mar", group: "g", created_after: monthStart(now) });
    expect(new Date(monthStart(now)).getDate()).toBe(1);
  });
});

describe("a saved view", () => {
  it("shows again what was on screen when it was kept", () => {
    const search = readContactsSearch({ q: "lyon", tag: "Fidélité", sort: "updated", contact: "c" });
    const view = viewOf(search, ["name", "city"]);
    expect(view).toEqual({ q: "lyon", tag: "Fidélité", sort: "updated", columns: ["name", "city"] });
    expect(searchOf("v", view)).toEqual({
      q: "lyon",
      tag: "Fidélité",
      sort: "updated",
      columns: "name,city",
      view: "v",
    });
  });
});
