// The file a firm really has, from the drop to the address book.
import { readFileSync } from "node:fs";
import { expect, forget, freshFolder, sellify, serve, test, tillExport, writeFile } from "./sellify";

// The counts below are those of an address book that nobody has edited.
test.use({ vault: "imports" });

test("a till's export is mapped, reviewed, imported, and its rejects come back", async ({
  page,
  complaints,
}) => {
  const dir = freshFolder();
  const path = writeFile(dir, "export_caisse.csv", tillExport(420));
  await page.goto("/contacts/import");
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choisir un fichier" }).click();
  await (await chooser).setFiles(path);

  await expect(page.getByText("Windows-1252 · point-virgule")).toBeVisible();
  await expect(page.getByRole("combobox", { name: "Champ pour la colonne « PRENOM »" })).toHaveValue(
    "Prénom",
  );
  await expect(page.getByRole("complementary", { name: "Contact obtenu" })).toContainText("Léa Martin");
  await expect(page.getByText("Le zéro initial manque à certains numéros")).toBeVisible();
  await page.getByRole("button", { name: "Vérifier les lignes" }).click();

  // 300 of the 420 are in the vault already, the rest are new, one repeats, two cannot be read.
  await expect(page.getByRole("tab", { name: "Nouveaux 120" })).toBeVisible();
  await expect(page.getByText(/Le compte y est : 423 lignes/)).toBeVisible();
  await page.getByRole("tab", { name: "Rejetés 2" }).click();
  await expect(page.getByRole("row", { name: /E-mail absent/ })).toBeVisible();
  await expect(page.getByRole("row", { name: /E-mail illisible/ })).toContainText("pas-une-adresse");
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
