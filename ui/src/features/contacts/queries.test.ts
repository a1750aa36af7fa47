import { describe, expect, it } from "vitest";
import type { Contact } from "@/api/types";
import { changedBy } from "./queries";
import { readContactsSearch } from "./search";

const contact = (id: string, tags: string[]) => ({ id, tags }) as Contact;

describe("an act on many", () => {
  const some = [contact("a", ["Fidélité"]), contact("b", []), contact("c", ["fidelite", "Presse"])];
  const ids = (found: Contact[]) => found.map(({ id }) => id);

  it("touches only those it changes, so that taking it back leaves the others alone", () => {
    expect(ids(changedBy(some, "add_tag", "FIDÉLITÉ"))).toEqual(["b"]);
    expect(ids(changedBy(some, "remove_tag", "fidélité"))).toEqual(["a", "c"]);
    expect(ids(changedBy(some, "delete", ""))).toEqual(["a", "b", "c"]);
  });
});

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
    expect(readContactsSearch({ q: "", sort: "name", new: "yes", tag: [] })).toEqual({});
  });
});
