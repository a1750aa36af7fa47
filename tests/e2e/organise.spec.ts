// Putting contacts in order: groups, segments, views, columns, many at once, the firm's own fields.
import { expectAccessible } from "./axe";
import { expect, test } from "./sellify";

// These tests change what the others count.
test.use({ vault: "organise" });

const undo = { name: "Annuler", exact: true } as const;

test("a group is made in the rail, filled from the table, renamed, deleted and taken back", async ({
  page,
  complaints,
}) => {
  await page.goto("/contacts?q=client3");
  const rail = page.getByRole("navigation", { name: "Filtres" });
  await rail.getByRole("button", { name: "Nouveau groupe" }).click();
  await page.getByLabel("Nouveau groupe").last().fill("Portes ouvertes");
  await page.keyboard.press("Enter");
  await expect(rail.getByRole("link", { name: /Portes ouvertes 0/ })).toBeVisible();

  // Shift takes the range, Ctrl one more.
  const rows = page.getByRole("grid").getByRole("row");
  await rows.nth(1).click({ modifiers: ["Control"] });
  await rows.nth(4).click({ modifiers: ["Shift"] });
  await rows.nth(6).click({ modifiers: ["Control"] });
  await expect(page.getByText("5 contacts cochés")).toBeVisible();
  await expectAccessible(page, "contacts with a bulk bar");
  await page.getByRole("button", { name: "Grouper" }).click();
  await page.getByPlaceholder("Portes ouvertes").fill("portes ouvertes");
  await page.keyboard.press("Enter");
  await expect(rail.getByRole("link", { name: /Portes ouvertes 5/ })).toBeVisible();
  await page.getByRole("alert").getByRole("button", undo).click();
  await expect(rail.getByRole("link", { name: /Portes ouvertes 0/ })).toBeVisible();

  await rail.getByRole("link", { name: /Portes ouvertes/ }).hover();
  await rail.getByRole("button", { name: "Actions pour « Portes ouvertes »" }).click();
  await page.getByRole("menuitem", { name: "Renommer" }).click();
  await page.keyboard.type("Jardin ouvert");
  await page.keyboard.press("Enter");
  await expect(rail.getByRole("link", { name: /Jardin ouvert/ })).toBeVisible();

  await rail.getByRole("link", { name: /Jardin ouvert/ }).hover();
  await rail.getByRole("button", { name: "Actions pour « Jardin ouvert »" }).click();
  await page.getByRole("menuitem", { name: "Supprimer" }).click();
  await expect(rail.getByRole("link", { name: /Jardin ouvert/ })).toBeHidden();
  await page.keyboard.press("Control+z");
  await expect(rail.getByRole("link", { name: /Jardin ouvert/ })).toBeVisible();
  expect(complaints).toEqual([]);
});

test("everybody who matches is changed at once, and taken back", async ({ page }) => {
  await page.goto("/contacts?q=client10");
  await expect(page.getByRole("status").filter({ hasText: /11 contacts · / })).toBeVisible();
  await page.getByRole("grid").focus();
  await page.keyboard.press("Control+a");
  await expect(page.getByText("11 contacts cochés")).toBeVisible();
  await page.getByRole("button", { name: "Modifier un champ" }).click();
  await page.getByPlaceholder("Choisir un champ").fill("Ville");
  await page.getByRole("option", { name: "Ville" }).click();
  await page.getByLabel("Nouvelle valeur").fill("Oyonnax");
  await page.keyboard.press("Enter");
  await expect(page.getByText("« Ville » modifié dans 11 fiches")).toBeVisible();
  await expect(page.getByRole("row", { name: /Oyonnax/ })).toHaveCount(11);
  await page.getByRole("alert").getByRole("button", undo).click();
  await expect(page.getByRole("row", { name: /Oyonnax/ })).toHaveCount(0);
});

test("a segment is written as sentences, counted as it is written, kept in the address, saved", async ({
  page,
  complaints,
}) => {
  await page.goto("/contacts");
  await page.getByRole("button", { name: "Nouveau segment" }).click();
  await page.getByPlaceholder("Nom du segment").fill("Les Mariani de l’Ain");
  await page.getByRole("button", { name: "Un code postal" }).click();
  const rule = page.getByRole("group", { name: "Condition 1" });
  await rule.getByLabel("Valeur").fill("01");
  await expect(page.getByText("300 contacts").first()).toBeVisible();

  await page.getByRole("button", { name: "Ajouter une condition" }).click();
  // The new condition has the focus: all of it by keyboard.
  await page.keyboard.press("Control+a");
  await page.keyboard.type("Nom");
  await page.getByRole("option", { name: "Nom", exact: true }).click();
  const second = page.getByRole("group", { name: "Condition 2" });
  await second.getByLabel("Comparaison").click();
  await page.getByRole("option", { name: "est", exact: true }).click();
  await expect(page.getByText("1 condition à compléter, laissée de côté")).toBeVisible();
  await second.getByLabel("Valeur").fill("mariani");
  await expect(page.getByText("30 contacts").first()).toBeVisible();
  await expectAccessible(page, "segment");

  // The address keeps the rule.
  await expect(page).toHaveURL(/rule=/);
  await page.reload();
  await expect(page.getByRole("group", { name: "Condition 2" }).getByLabel("Valeur")).toHaveValue("mariani");
  await expect(page.getByPlaceholder("Nom du segment")).toHaveValue("Les Mariani de l’Ain");

  await page.getByRole("button", { name: "Enregistrer le segment" }).click();
  await expect(page).toHaveURL(/\/contacts\?segment=/);
  const rail = page.getByRole("navigation", { name: "Filtres" });
  await expect(rail.getByRole("link", { name: /Les Mariani de l’Ain 30/ })).toHaveAttribute(
    "aria-current",
    "page",
  );
  await expect(page.getByRole("status").filter({ hasText: /30 contacts · / })).toBeVisible();
  expect(complaints).toEqual([]);
});

test("a view keeps a filter, an order and columns under a name", async ({ page }) => {
  await page.goto("/contacts?q=client5");
  await page.getByRole("button", { name: "Colonnes" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Référence" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Étiquettes" }).click();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("columnheader", { name: "Référence" })).toBeVisible();
  await expect(page.getByRole("columnheader", { name: "Étiquettes" })).toBeHidden();

  const rail = page.getByRole("navigation", { name: "Filtres" });
  await rail.getByRole("button", { name: "Enregistrer cette vue" }).click();
  await page.getByLabel("Enregistrer cette vue").last().fill("À rappeler");
  await page.keyboard.press("Enter");
  await expect(rail.getByRole("link", { name: "À rappeler" })).toBeVisible();

  await page.getByRole("button", { name: "Colonnes" }).click();
  await page.getByRole("menuitem", { name: "Revenir aux colonnes d’origine" }).click();
  await rail.getByRole("link", { name: /Tous les contacts/ }).click();
  await expect(page.getByRole("columnheader", { name: "Étiquettes" })).toBeVisible();
  await rail.getByRole("link", { name: "À rappeler" }).click();
  await expect(page).toHaveURL(/q=client5/);
  await expect(page.getByRole("columnheader", { name: "Référence" })).toBeVisible();
  await expect(page.getByRole("columnheader", { name: "Étiquettes" })).toBeHidden();
});

test("the firm's own field is defined, filled by its kind, and shown", async ({ page }) => {
  await page.goto("/settings?section=fields");
  await page.getByRole("button", { name: "Ajouter un champ" }).click();
  await page.getByLabel("Nom du champ").fill("Carte de fidélité");
  await page.getByLabel("Choix dans une liste").check();
  await page.getByPlaceholder("Bronze").fill("Bronze");
  await page.keyboard.press("Enter");
  await page.keyboard.type("Or");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Ajouter le champ" }).click();
  await expect(page.getByText("Choix : Bronze, Or")).toBeVisible();
  await expectAccessible(page, "fields");

  await page.goto("/contacts?q=client42%40");
  await page.getByRole("row").nth(1).click();
  const drawer = page.getByRole("complementary", { name: /^Fiche de/ });
  await drawer.getByRole("button", { name: "Compléter la fiche" }).click();
  await drawer.getByLabel("Carte de fidélité").selectOption("Or");
  await expect(drawer.getByText("enregistré")).toBeVisible();
  await page.reload();
  await expect(drawer.getByLabel("Carte de fidélité")).toHaveValue("Or");
});

test("a tag is renamed everywhere at once", async ({ page }) => {
  await page.goto("/contacts");
  const rail = page.getByRole("navigation", { name: "Filtres" });
  await rail.getByRole("link", { name: /Fidélité/ }).hover();
  await rail.getByRole("button", { name: "Actions pour « Fidélité »" }).click();
  await page.getByRole("menuitem", { name: "Renommer" }).click();
  await page.keyboard.type("Fidèles");
  await page.keyboard.press("Enter");
  await expect(rail.getByRole("link", { name: /Fidèles 300/ })).toBeVisible();
  await page.getByRole("alert").getByRole("button", undo).click();
  await expect(rail.getByRole("link", { name: /Fidélité 300/ })).toBeVisible();
});

test("what is typed before the palette's field is there is not lost", async ({ page }) => {
  await page.goto("/contacts?q=client77%40");
  await page.getByRole("row").nth(1).click();
  await page.getByRole("button", { name: "Autres actions" }).click();
  await page.getByRole("menuitem", { name: "Supprimer ce contact" }).click();
  await page.getByRole("alert").getByRole("button", undo).click();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("modeles");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Modèles" })).toBeVisible();
});

test("the rail folds into a menu where there is no room", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 800 });
  await page.goto("/contacts?tag=Fid%C3%A9lit%C3%A9");
  await expect(page.getByRole("navigation", { name: "Filtres" })).toBeHidden();
  await page.getByRole("combobox", { name: "Filtrer" }).click();
  await page.getByRole("option", { name: "Ajoutés ce mois" }).click();
  await expect(page).toHaveURL(/added=month/);
  await page.goto("/contacts/segments/new");
  await page.getByRole("button", { name: "Un code postal" }).click();
  await expect(page.getByRole("group", { name: "Condition 1" })).toBeVisible();
  const tooWide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  expect(tooWide).toBe(false);
  await expectAccessible(page, "segment, 360 px");
});
