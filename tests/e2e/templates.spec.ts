// Templates: written with variables behind `{`, seen through a contact's eyes, kept without a button.
import { expectAccessible } from "./axe";
import { expect, furnish, test } from "./firm";

test("a message is written with variables, previewed and kept", async ({ page, firm, complaints }) => {
  test.setTimeout(180_000);
  furnish(firm, 30, 25);
  const origin = await firm.open();
  await page.goto(`${origin}/templates`);
  await page.getByRole("button", { name: "Nouveau modèle" }).click();
  const name = page.getByLabel("Nom du modèle");
  await name.fill("Rappel de saison");
  const subject = page.getByRole("textbox", { name: "Objet" });
  await subject.click();
  await page.keyboard.type("Bonjour {pren");
  await expect(page.getByRole("option", { name: /Prénom/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await page.keyboard.type(", la saison commence");
  await expect(subject.getByRole("button", { name: "Variable prenom" })).toBeVisible();

  const body = page.getByRole("textbox", { name: "Corps du message" });
  await body.click();
  await page.keyboard.press("Control+End");
  await page.keyboard.type("Nous sommes à {vil");
  await page.keyboard.press("Tab");
  await page.keyboard.type(".");

  // What is shown when a value is missing belongs to the variable.
  await body.getByRole("button", { name: "Variable ville" }).click();
  await page.getByLabel("Si vide :").fill("Brignais");
  await page.keyboard.press("Escape");
  await expect(body.getByRole("button", { name: "Variable ville, si vide : Brignais" })).toBeVisible();

  // The chosen contact's own words, by the engine that sends.
  const preview = page.getByRole("region", { name: "Aperçu" });
  await expect(preview.getByText(/^Bonjour \S+, la saison commence$/)).toBeVisible();
  const frame = page.frameLocator("iframe[title='Aperçu du message']");
  await expect(frame.getByText("Nous sommes à Bourg-en-Bresse.")).toBeVisible();
  const before = await preview.getByText(/la saison commence$/).textContent();
  await page.getByRole("button", { name: "Contact suivant" }).click();
  await expect(preview.getByText(/la saison commence$/)).not.toHaveText(before ?? "");
  await preview.getByText("Texte", { exact: true }).click();
  await expect(preview.locator("pre")).toContainText("Nous sommes à Bourg-en-Bresse.");
  await preview.getByText("Bureau", { exact: true }).click();
  await expectAccessible(page, "template editor");

  // Left at once: nothing typed is lost.
  await body.click();
  await page.keyboard.press("Control+End");
  await page.keyboard.type(" À bientôt.");
  await page.getByRole("link", { name: "Campagnes" }).click();
  await page.goto(`${origin}/templates`);
  await page.getByRole("link", { name: "Rappel de saison" }).click();
  await expect(page.getByRole("textbox", { name: "Corps du message" })).toContainText("À bientôt.");
  expect(complaints).toEqual([]);
});

test("what cannot be read is told in words, and the last good message stays", async ({ page, firm }) => {
  furnish(firm, 30, 25);
  const origin = await firm.open();
  await page.goto(`${origin}/templates`);
  await page.getByRole("link", { name: "Invitation" }).click();
  const preview = page.getByRole("region", { name: "Aperçu" });
  await expect(preview.getByText(/deux jours pour planter$/)).toBeVisible();
  await page.getByRole("textbox", { name: "Objet" }).click();
  await page.keyboard.press("End");
  await page.keyboard.type(" {inconnu");
  await page.keyboard.press("Escape");
  await expect(preview.getByText(/accolade n’est jamais refermée/)).toBeVisible();
  await expect(preview.getByText(/deux jours pour planter$/)).toBeVisible();
  await page.keyboard.type("}");
  await expect(page.getByText("{inconnu} n’est un champ d’aucun contact")).toBeVisible();
});

test("a deleted template comes back", async ({ page, firm }) => {
  test.setTimeout(180_000);
  furnish(firm, 30, 25);
  const origin = await firm.open();
  await page.goto(`${origin}/templates`);
  await expectAccessible(page, "templates");
  await page.getByRole("button", { name: "Actions pour « Invitation »" }).click();
  await page.getByRole("menuitem", { name: "Supprimer" }).click();
  await expect(page.getByRole("heading", { name: "Aucun modèle pour l’instant" })).toBeVisible();
  await page.getByRole("button", { name: "Annuler" }).click();
  await expect(page.getByRole("link", { name: "Invitation" })).toBeVisible();
});
