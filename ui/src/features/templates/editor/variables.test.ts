import { describe, expect, it } from "vitest";
import { fromEditor, lineFromEditor, lineToEditor, toEditor } from "./html";
import { formatVariable, splitVariables, variableNames } from "./variables";

describe("variables in text", () => {
  it("are found with and without a fallback, accents and spaces included", () => {
    expect(splitVariables('Bonjour {prénom}, { nom | default("client") } !')).toEqual([
      "Bonjour ",
      { name: "prénom", fallback: null },
      ", ",
      { name: "nom", fallback: "client" },
      " !",
    ]);
  });

  it("keep quotes inside a fallback", () => {
    const variable = { name: "nom", fallback: 'dit "le Grand"' };
    expect(splitVariables(formatVariable(variable))).toEqual([variable]);
  });

  it("leave braces that are not variables alone", () => {
    expect(splitVariables("{% if vip %} a {1} {}")).toEqual(["{% if vip %} a {1} {}"]);
  });

  it("are listed once each", () => {
    expect(variableNames("{nom} {prenom} {nom}")).toEqual(["nom", "prenom"]);
  });
});

describe("the editor's document", () => {
  const stored = '<p>Bonjour {prenom|default("vous")}, <a href="{lien}">votre dossier {numero}</a></p>';

  it("reads back to exactly what was stored", () => {
    expect(fromEditor(toEditor(stored))).toBe(stored);
  });

  it("turns variables of the text into chips and leaves attributes alone", () => {
    const html = toEditor(stored);
    expect(html).toContain('<span data-variable="prenom" data-fallback="vous"></span>');
    expect(html).toContain('href="{lien}"');
  });

  it("does not let a fallback become markup", () => {
    const hostile = '{nom|default("<img src=x onerror=alert(1)>")}';
    const paragraph = document.createElement("p");
    paragraph.textContent = hostile;
    const html = toEditor(paragraph.outerHTML);
    expect(new DOMParser().parseFromString(html, "text/html").querySelector("img")).toBeNull();
    expect(fromEditor(html)).toBe(paragraph.outerHTML);
  });

  it("keeps a subject on one line", () => {
    expect(lineFromEditor(lineToEditor("Facture {numero} <en retard>"))).toBe("Facture {numero} <en retard>");
  });
});
