import { expect, test } from "vitest";
import { strictSearch } from "./strictSearch";

const read = strictSearch((search): { section?: string } =>
  search.section === "backup" ? { section: "backup" } : {},
);

test("a section that does not exist is as good as none", () => {
  expect(read({ section: "backup" })).toEqual({ section: "backup" });
  // As the router does it: the raw address first, the reader's answer over it.
  const raw = { section: "backups", other: "1" };
  expect({ ...raw, ...read(raw) }).toEqual({ section: undefined, other: undefined });
});
