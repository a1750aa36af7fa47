import { describe, expect, it } from "vitest";
import type { KnownVariable } from "./KnownVariables";
import { matching } from "./suggestion";

const ALL: KnownVariable[] = [
  { name: "civilite", label: "Civilité", spellings: ["civilite", "civility"] },
  { name: "prenom", label: "Prénom", spellings: ["prenom", "first_name"] },
  { name: "ville", label: "Ville", spellings: ["ville", "city"] },
];
const names = (query: string) => matching(ALL, query).map(({ name }) => name);

describe("what is offered behind the brace", () => {
  it("begins with what was typed before it merely holds it", () => {
    expect(names("vil")).toEqual(["ville", "civilite"]);
  });

  it("knows every spelling, without accents, and a closing brace", () => {
    expect(names("prén")).toEqual(["prenom"]);
    expect(names("first_name}")).toEqual(["prenom"]);
  });

  it("is everything before the first letter, and nothing for a stranger", () => {
    expect(names("")).toEqual(["civilite", "prenom", "ville"]);
    expect(names("facture")).toEqual([]);
  });
});
