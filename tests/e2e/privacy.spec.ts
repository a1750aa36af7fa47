// What people may ask: to be left alone on a channel, to see what is held, to be forgotten, not to be kept too long.
import { readFileSync } from "node:fs";
import { expectAccessible } from "./axe";
import { expect, forget, freshFolder, test, writeFile } from "./sellify";

test.use({ vault: "privacy" });

test("a refusal is written down with its ground, and a new consent lifts it only when asked", async ({
  page,
  complaints,
}) => {
  await page.goto("/contacts?q=client42%40");
  await page.getByRole("row").nth(1).click();
  const drawer = page.getByRole("complementary", { name: /^Fiche de/ });
  await drawer.getByRole("button", { name: /^Modifier : E-mail, Non renseigné/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Refusé").check();
  await dialog.getByLabel("Source").fill("Appel du client");
  await expectAccessible(page, "the consent dialog");
  await dialog.getByRole("button", { name: "Enregistrer" }).click();
  const email = drawer.getByRole("button", { name: /^Modifier : E-mail, Refusé/ });
  await expect(email).toContainText("Opposition : Appel du client");
  await page.goto("/contacts/suppressions");
  await expect(page.getByRole("tab", { name: /^E-mail 1/ })).toBeVisible();
  await expect(page.getByRole("row", { name: /client42@/ })).toContainText("Appel du client");
  await page.goto("/contacts?q=client42%40");
  await page.getByRole("row").nth(1).click();
  await email.click();
  await dialog.getByLabel("Source").fill("Formulaire du site");
  const save = dialog.getByRole("button", { name: "Enregistrer" });
  await expect(save).toBeDisabled();
  await dialog.getByLabel(/retirer de la liste d’opposition/).check();
  await save.click();
  await expect(drawer.getByRole("button", { name: /^Modifier : E-mail, Autorisé/ })).toBeVisible();
  expect(complaints).toEqual([]);
});

test("the suppression list keeps each channel apart, by address line", async ({ page, complaints }) => {
  await page.goto("/contacts/suppressions");
  await page.getByRole("button", { name: "Ajouter une adresse" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: "Canal" }).click();
  await page.getByRole("option", { name: "Téléphone" }).click();
  await dialog.getByLabel("Numéro").fill("06 98 76 54 32");
  await dialog.getByLabel("Source").fill("Lettre du 3 mai");
  await expectAccessible(page, "adding to the suppression list");
  await dialog.getByRole("button", { name: "Ne plus lui écrire" }).click();
  await expect(page.getByRole("row", { name: /06 98 76 54 32/ })).toContainText("Lettre du 3 mai");
  await page.getByRole("tab", { name: /^Téléphone/ }).click();
  await expect(page).toHaveURL(/channel=phone/);
  await expect(page.getByRole("row", { name: /06 98 76 54 32/ })).toBeVisible();
  await page.getByRole("tab", { name: /^WhatsApp/ }).click();
  await expect(page.getByRole("row", { name: /06 98 76 54 32/ })).toBeHidden();
  await page.getByRole("tab", { name: /^Téléphone/ }).click();
  await expectAccessible(page, "the suppression list");
  await page.getByRole("button", { name: "Réautoriser +33698765432" }).click();
  const lift = page.getByRole("button", { name: "Réautoriser l’adresse" });
  await expect(lift).toBeDisabled();
  await page.getByRole("dialog").getByRole("textbox").fill("+33698765432");
  await lift.click();
  await expect(page.getByRole("row", { name: /06 98 76 54 32/ })).toBeHidden();
  expect(complaints).toEqual([]);
});

test("another tool's refusals are looked at, added, and go out as a file", async ({ page, complaints }) => {
  const dir = freshFolder();
  const cleaned = "Email Address,First Name,CLEAN_TIME\nune@exemple.org,Une,2024-02-03\nDEUX@exemple.org,Deux,\nrien,,\n";
  const path = writeFile(dir, "mailchimp_cleaned.csv", Buffer.from(cleaned));
  await page.goto("/contacts/suppressions");
  await page.getByRole("button", { name: "Importer" }).click();
  const dialog = page.getByRole("dialog");
  const chooser = page.waitForEvent("filechooser");
  await dialog.getByRole("button", { name: "Choisir un fichier" }).click();
  await (await chooser).setFiles(path);
  await expect(dialog.getByText("Nouvelles adresses à ne plus contacter")).toBeVisible();
  await expect(dialog.getByRole("combobox", { name: "Colonne des adresses" })).toHaveValue("Email Address");
  await expect(dialog.getByRole("combobox", { name: "Motif" })).toHaveValue("Adresse inexistante");
  await expect(dialog.getByText("Ligne 4 : rien")).toBeVisible();
  await expectAccessible(page, "bringing a suppression list in");
  await dialog.getByRole("button", { name: "Ajouter 2 adresses" }).click();
  await expect(page.getByText("2 adresses ajoutées à la liste d’opposition")).toBeVisible();
  await expect(page.getByRole("row", { name: /deux@exemple\.org/ })).toContainText("Adresse inexistante");
  await page.getByLabel("Rechercher une adresse").fill("une@");
  await expect(page.getByRole("row", { name: /deux@exemple\.org/ })).toBeHidden();
  await page.getByRole("button", { name: "Exporter" }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: "CSV pour Excel" }).click();
  const file = readFileSync(await (await download).path(), "utf8");
  expect(file).toContain('"E-mail";"une@exemple.org";"Adresse inexistante"');
  expect(file).not.toContain("deux@exemple.org");
  expect(complaints).toEqual([]);
  forget(dir);
});

test("a person's record is a page of its own, and the person can be erased for good", async ({
  page,
  complaints,
}) => {
  await page.goto("/contacts?q=client91%40");
  await page.getByRole("row").nth(1).click();
  const drawer = page.getByRole("complementary", { name: /^Fiche de/ });
  await drawer.getByRole("button", { name: "Autres actions" }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: "Exporter la fiche (page à imprimer)" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^fiche-.+\.html$/);
  const html = readFileSync(await file.path(), "utf8");
  expect(html).toContain("client91@exemple.fr");
  expect(html).not.toContain("<script");
  await drawer.getByRole("button", { name: "Autres actions" }).click();
  await page.getByRole("menuitem", { name: "Effacer définitivement…" }).click();
  const dialog = page.getByRole("dialog");
  const erase = dialog.getByRole("button", { name: "Effacer définitivement" });
  await expect(erase).toBeDisabled();
  await expectAccessible(page, "erasing a person");
  const name = (await dialog.locator("b").textContent()) ?? "";
  await dialog.getByLabel(/^Tapez/).fill(name);
  await erase.click();
  await expect(dialog.getByText(/^Preuve n°/)).toBeVisible();
  await expectAccessible(page, "a person erased");
  await dialog.getByRole("button", { name: "Fermer" }).last().click();
  await expect(page.getByText("Aucun contact ne correspond")).toBeVisible();
  await page.goto("/settings?section=privacy");
  await expect(page.getByText("À la demande de la personne")).toBeVisible();
  // The drawer asked once more for somebody who is gone; that answer is no fault.
  expect(complaints.filter((complaint) => !complaint.includes("404"))).toEqual([]);
});

test("a rule says how long people are kept, and finds nobody too early", async ({ page, complaints }) => {
  await page.goto("/settings?section=privacy");
  await page.getByRole("combobox", { name: "Étiquette" }).click();
  await page.getByRole("option", { name: "Fidélité" }).click();
  await page.getByLabel("Mois sans nouvelle").fill("24");
  await page.getByRole("button", { name: "Ajouter la règle" }).click();
  await expect(page.getByText("24 mois sans modification ni message")).toBeVisible();
  await page.getByRole("button", { name: "Voir les fiches de « Fidélité »" }).click();
  await expect(page.getByText("Aucune fiche n’est arrivée à terme.")).toBeVisible();
  await expectAccessible(page, "privacy settings");
  await page.setViewportSize({ width: 360, height: 800 });
  await expect(page.getByRole("button", { name: "Ajouter la règle" })).toBeVisible();
  await expectAccessible(page, "privacy settings, narrow");
  await page.getByRole("button", { name: "Supprimer la règle de « Fidélité »" }).click();
  await expect(page.getByText("24 mois sans modification ni message")).toBeHidden();
  await page.getByRole("alert").getByRole("button", { name: "Annuler" }).click();
  await expect(page.getByText("24 mois sans modification ni message")).toBeVisible();
  expect(complaints).toEqual([]);
});
