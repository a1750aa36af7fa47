// The file a firm really has, from the drop to the address book.
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { expectAccessible } from "./axe";
import { expect, forget, freshFolder, sellify, serve, test, tillExport, writeFile } from "./sellify";
import { workbook } from "./workbook";

// The counts below are those of an address book that nobody has edited.
test.use({ vault: "imports" });

async function hand(page: Page, path: string): Promise<void> {
  await page.goto("/contacts/import");
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choisir un fichier" }).click();
  await (await chooser).setFiles(path);
}

async function choose(page: Page, field: string, option: string | RegExp): Promise<void> {
  await page.getByRole("combobox", { name: field }).click();
  // The list of the field before may still be closing.
  await page.getByRole("listbox", { name: field }).getByRole("option", { name: option }).click();
}

/** Everything that goes wrong with a till's file: two encodings in one, lost zeros, repeats, what cannot be read. */
function messyExport(): Buffer {
  const lines = [
    "NUMCLI;NOM;PRENOM;MAIL;TEL1;DATNAIS;CP;VILLE;OPTIN;ACHATS;OBS;OBS2",
    "C-0;Martin;Léa;client0@exemple.fr;600000000;03/04/1978;69530;Brignais;O;1240,50;Fidèle;Le matin",
    "C-1;Martin;Karim;client1@exemple.fr;600000001;11/02/1985;01000;Bourg-en-Bresse;O;86,00;;",
    "N-1;Pinson;Zoé;zoe@gmial.com;612345678;07/02/1990;25000;BesanÃ§on;O;412,90;;",
    "N-2;Œuvrard;Noé;noe@exemple.org;612345679;05/06/1991;25000;BesanÃ§on;N;12,00;;",
    "N-3;Duval;Inès;ines@exemple.org;;;75001;Paris;;;;",
    "N-2;Œuvrard;Noé;NOE@exemple.org;612345679;05/06/1991;25000;BesanÃ§on;N;12,00;;",
    "N-4;Mauvaise;Adresse;paul.exemple.org;;;69000;Lyon;;;;",
    "N-5;Sans;Adresse;;;;69000;Lyon;;;;",
  ];
  // Latin-1 agrees with Windows-1252 on these letters but for Œ.
  return Buffer.from(lines.join("\r\n").replaceAll("Œ", "\u008c"), "latin1");
}

test("a till's export is mapped, reviewed, imported, and its rejects come back", async ({
  page,
  complaints,
}) => {
  const dir = freshFolder();
  const path = writeFile(dir, "export_caisse.csv", tillExport(420));
  await hand(page, path);

  await expect(page.getByText("Windows-1252 · point-virgule")).toBeVisible();
  await expect(page.getByRole("combobox", { name: "Champ pour la colonne « PRENOM »" })).toHaveValue(
    "Prénom",
  );
  await expect(page.getByRole("complementary", { name: "Contact obtenu" })).toContainText("Léa Martin");
  // The vault's own contacts came from a file with the same columns, so its choices are taken up again.
  await expect(page.getByText(/Mêmes colonnes que le .* : vos choix sont repris/)).toBeVisible();
  await expect(page.getByText(/Le zéro initial sera remis \(420/)).toBeVisible();
  await page.getByRole("button", { name: "Vérifier les lignes" }).click();

  // 300 of the 420 are in the vault already, the rest are new, one repeats, two cannot be read.
  await expect(page.getByRole("tab", { name: "Nouveaux 120" })).toBeVisible();
  await expect(page.getByText(/Le compte y est : 423 lignes/)).toBeVisible();
  await page.getByRole("tab", { name: "Rejetés 2" }).click();
  await expect(page.getByRole("row", { name: /E-mail absent/ })).toBeVisible();
  await expect(page.getByRole("row", { name: /E-mail illisible/ })).toContainText("pas-une-adresse");
  const filters = page.getByRole("group", { name: "Filtrer les lignes" });
  await expect(filters.getByRole("button")).toHaveText([
    "Tous les motifs",
    /^E-mail illisible\s*1$/,
    /^E-mail absent\s*1$/,
  ]);
  await filters.getByRole("button", { name: /^E-mail absent/ }).click();
  await expect(page.getByRole("row", { name: /E-mail illisible/ })).toBeHidden();
  const early = page.waitForEvent("download");
  await page.getByRole("button", { name: "Télécharger les rejets" }).click();
  expect(readFileSync(await (await early).path(), "utf8")).toContain("Motif du rejet");
  await page.getByRole("tab", { name: /^Doublons/ }).click();
  await expect(filters.getByRole("button", { name: /^Même e-mail\s*300$/ })).toBeVisible();
  await page.getByRole("button", { name: "Importer 120 contacts" }).click();

  await expect(page.getByRole("heading", { name: "120 contacts importés" })).toBeVisible();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Télécharger les rejets" }).click();
  const rejects = readFileSync(await (await download).path(), "utf8");
  expect(rejects).toContain("pas-une-adresse");

  await page.getByRole("link", { name: "Voir les contacts" }).click();
  await page.getByLabel("Rechercher un contact").fill("client419");
  await expect(page.getByRole("status").filter({ hasText: "1 contact" })).toBeVisible();

  // A mistake is undone with one click, and said in figures before.
  await page.goto("/contacts/import");
  await page.getByRole("link", { name: /export_caisse\.csv/ }).click();
  await page.getByRole("button", { name: "Annuler cet import" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("120 contacts ajoutés partent à la corbeille.")).toBeVisible();
  await dialog.getByRole("button", { name: "Annuler cet import" }).click();
  await expect(page.getByText("Cet import a été annulé")).toBeVisible();
  await page.goto("/contacts?q=client419");
  await expect(page.getByRole("heading", { name: /client419/ })).toBeVisible();
  expect(complaints).toEqual([]);
  forget(dir);
});

test("a messy file is asked about, corrected in place, imported, remembered and taken back", async ({
  page,
  complaints,
}) => {
  test.setTimeout(360_000);
  page.setDefaultTimeout(40_000);
  const dir = freshFolder();
  const path = writeFile(dir, "caisse_brouillonne.csv", messyExport());
  await hand(page, path);

  // Accents that another program broke are mended only when a person says so.
  await expect(page.getByText("BesanÃ§on", { exact: true }).first()).toBeVisible();
  await page.getByRole("button", { name: "Réparer les accents" }).click();
  await expect(page.getByText("Les accents sont réparés à la lecture")).toBeVisible();

  await expect(page.getByText(/Le zéro initial manque sur 5 numéros/)).toBeVisible();
  await page.getByRole("button", { name: "Remettre le zéro" }).click();
  await expect(page.getByText(/Le zéro initial sera remis/)).toBeVisible();

  const order = page.getByRole("radiogroup", { name: "Ordre des dates" });
  await order.getByText("mois, jour, année").click();
  await expect(page.getByText("4 mars 1978").first()).toBeVisible();
  await order.getByText("jour, mois, année").click();
  await expect(page.getByText("3 avril 1978").first()).toBeVisible();

  await choose(page, "Champ pour la colonne « OPTIN »", "Accord e-mail");
  await expect(page.getByText("Seuls les oui et les non sont retenus")).toBeVisible();
  await choose(page, "Champ pour la colonne « OBS »", "Notes");
  await page.getByRole("button", { name: "Autres choix pour la colonne « OBS2 »" }).click();
  await page.getByRole("menuitem", { name: "OBS (Notes)" }).click();
  await expect(page.getByText("OBS + OBS2 sont réunies dans ce champ")).toBeVisible();
  await expect(page.getByText("Fidèle, Le matin").first()).toBeVisible();
  await page.getByRole("textbox", { name: "Nom du champ pour la colonne « ACHATS »" }).fill("Achats 2025");
  await expect(page.getByRole("combobox", { name: "Type du champ pour la colonne « ACHATS »" })).toHaveValue(
    "Nombre",
  );

  const card = page.getByRole("complementary", { name: "Contact obtenu" });
  await expect(card).toContainText("06\u00a000\u00a000\u00a000\u00a000");
  await expect(card).toContainText("Fidèle, Le matin");
  await expectAccessible(page, "columns");
  await page.getByRole("button", { name: "Vérifier les lignes" }).click();

  await expect(page.getByRole("tab", { name: "Nouveaux 3" })).toBeVisible();
  await expect(page.getByText("Le compte y est : 8 lignes")).toBeVisible();
  await page.getByRole("tab", { name: "Doublons 3" }).click();
  await page.getByRole("row", { name: /Léa Martin/ }).click();
  const change = page.getByRole("row", { name: /^Ville/ });
  await expect(change).toContainText("Bourg-en-Bresse");
  await expect(change).toContainText("Brignais");
  await expect(page.getByText("Répète la ligne 5")).toBeVisible();
  await expectAccessible(page, "review");

  // A person may keep what the vault says instead.
  await choose(page, "Contact déjà connu", "garder la fiche telle quelle");
  await expect(page.getByRole("button", { name: /Modifiés/ })).toHaveCount(0);
  await choose(page, "Contact déjà connu", "le fichier l’emporte, jamais avec du vide");
  await expect(page.getByRole("button", { name: "Modifiés 2" })).toBeVisible();

  // One row is corrected by hand, one by the suggestion.
  await page.getByRole("tab", { name: "Rejetés 2" }).click();
  await page.getByRole("treegrid").focus();
  await page.keyboard.press("Enter");
  const form = page.getByRole("form", { name: "Corriger la ligne 8" });
  await form.getByLabel("E-mail", { exact: true }).fill("paul@exemple.org");
  await expect(form.getByText("Ajoutera Adresse Mauvaise")).toBeVisible();
  await expectAccessible(page, "correction");
  await form.getByRole("button", { name: "Garder la correction" }).click();
  await page.getByRole("tab", { name: "Nouveaux 3" }).click();
  await page.getByRole("button", { name: "Adresses à relire" }).click();
  await page.getByRole("row", { name: /Zoé Pinson/ }).click();
  await page.getByRole("button", { name: "Corriger en zoe@gmail.com" }).click();
  await page.getByRole("button", { name: "Recompter avec 2 corrections" }).click();
  await expect(page.getByRole("tab", { name: "Nouveaux 4" })).toBeVisible();
  await expect(page.getByRole("tab", { name: "Rejetés 1" })).toBeVisible();
  await page.getByRole("button", { name: "Importer 4 contacts" }).click();

  await expect(page.getByRole("heading", { name: "4 contacts importés" })).toBeVisible();
  await expectAccessible(page, "result");
  await page.getByRole("link", { name: "Voir les contacts" }).click();
  await expect(page.getByText("zoe@gmail.com")).toBeVisible();

  // The same columns again: the file is known, and so are the choices.
  await hand(page, path);
  await expect(page.getByText(/Ce fichier a déjà été importé/)).toBeVisible();
  await expect(page.getByText(/Mêmes colonnes que le .* : vos choix sont repris/)).toBeVisible();
  await expect(page.getByRole("combobox", { name: "Champ pour la colonne « OBS2 »" })).toHaveValue("Notes");

  await page.goto("/contacts/imports");
  await page.getByRole("row", { name: /caisse_brouillonne/ }).click();
  const details = page.getByRole("complementary", { name: "caisse_brouillonne.csv" });
  await expect(details).toContainText("Empreinte du fichier");
  await expect(details.getByText(/^[0-9a-f]{64}$/)).toBeVisible();
  await expect(details.getByRole("listitem").filter({ hasText: "OPTIN" })).toContainText("Accord e-mail");
  await expectAccessible(page, "imports");
  await details.getByRole("button", { name: "Annuler cet import" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Annuler cet import" }).click();
  await expect(details.getByText("annulé")).toBeVisible();
  await page.goto("/contacts?q=ines@exemple.org");
  await expect(page.getByText("ines@exemple.org").nth(1)).toHaveCount(0);
  expect(complaints).toEqual([]);
  forget(dir);
});

test("of a workbook with two sheets, a person chooses the one to read", async ({ page }) => {
  const dir = freshFolder();
  const bytes = workbook([
    {
      name: "Clients",
      rows: [
        ["Nom complet", "E-mail"],
        ["Mme DUPONT Anne", "anne@exemple.org"],
        ["Lefèvre, Jean-Paul", "jp@exemple.org"],
      ],
    },
    {
      name: "Prospects",
      rows: [
        ["Société", "Courriel"],
        ["Mairie de Lyon", "mairie@exemple.org"],
      ],
    },
  ]);
  await hand(page, writeFile(dir, "classeur.xlsx", bytes));
  await expect(page.getByText(/Classeur · Clients/)).toBeVisible();
  await expect(page.getByText("Séparé en Civilité, Prénom, Nom")).toBeVisible();
  await expect(page.getByText("Civilité Mme · Prénom Anne · Nom Dupont")).toBeVisible();
  await page.getByRole("button", { name: "Modifier" }).click();
  await choose(page, "Feuille", "Prospects");
  await expect(page.getByRole("combobox", { name: "Champ pour la colonne « Société »" })).toHaveValue(
    "Société",
  );
  await expect(page.getByRole("complementary", { name: "Contact obtenu" })).toContainText(
    "mairie@exemple.org",
  );
  forget(dir);
});

test("a file that is no table is refused in words, and nothing is lost", async ({ page }) => {
  const dir = freshFolder();
  for (const [name, bytes, words] of [
    ["vide.csv", "", "Ce fichier est vide"],
    ["entete.csv", "nom;email\r\n", "que sa ligne d’en-tête"],
    ["abime.xlsx", "PK\u0003\u0004 not really", "incomplet ou abîmé"],
  ] as const) {
    await page.goto("/contacts/import");
    const chooser = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Choisir un fichier" }).click();
    await (await chooser).setFiles(writeFile(dir, name, bytes));
    await expect(page.getByRole("alert"), name).toContainText(words);
    await expect(page.getByRole("button", { name: "Choisir un fichier" })).toBeVisible();
  }
  forget(dir);
});

test("a file dropped on any screen starts an import", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "Aujourd’hui" })).toBeVisible();
  const transfer = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(["prenom;email\nLéa;lea@exemple.fr\n"], "depot.csv"));
    return data;
  });
  await page.dispatchEvent("body", "dragenter", { dataTransfer: transfer });
  await expect(page.getByText("Déposez le fichier pour l’importer")).toBeVisible();
  await page.dispatchEvent("body", "drop", { dataTransfer: transfer });
  await expect(page.getByText("depot.csv")).toBeVisible();
  await expect(page.getByRole("combobox", { name: "Champ pour la colonne « email »" })).toHaveValue("E-mail");
});

test("an import stopped half-way adds nobody", async ({ browser }) => {
  test.setTimeout(180_000);
  const dir = freshFolder();
  sellify(dir, "init");
  const server = await serve(dir);
  const page = await browser.newPage();
  await page.goto(server.link);
  await page.getByRole("link", { name: "Importer des contacts" }).click();
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choisir un fichier" }).click();
  await (await chooser).setFiles(writeFile(dir, "grand.csv", tillExport(60_000)));
  await page.getByRole("button", { name: "Vérifier les lignes" }).click();
  await page.getByRole("button", { name: "Arrêter la vérification" }).click();
  await expect(page.getByText("L’import a été arrêté")).toBeVisible({ timeout: 60_000 });
  await page.goto(`${server.origin}/contacts`);
  await expect(page.getByText("Vos contacts iront ici")).toBeVisible();
  await page.close();
  await server.stop();
  forget(dir);
});
