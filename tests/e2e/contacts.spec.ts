// The address book: found at once, changed where it stands, taken back within ten seconds.
import { expect, test } from "./sellify";

test("search is blind to accents and carries its own answer", async ({ page, complaints }) => {
  await page.goto("/contacts");
  await page
    .getByRole("row", { name: /client/ })
    .first()
    .waitFor();
  await page.keyboard.press("/");
  await page.keyboard.type("helene lefe");
  await expect(page.getByRole("row", { name: /Lefèvre Hélène/ }).first()).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: /contacts? · \d+ ms/ })).toBeVisible();
  await expect(page).toHaveURL(/q=helene/);
  await page.keyboard.press("Escape");
  await expect(page).not.toHaveURL(/q=/);
  expect(complaints).toEqual([]);
});

test("the table is walked, opened and left by keyboard", async ({ page }) => {
  await page.goto("/contacts?q=client1");
  const drawer = page.getByRole("complementary", { name: /^Fiche de/ });
  // Keys pressed on an empty table go nowhere.
  await expect(page.getByRole("row").nth(3)).toBeVisible();
  await page.getByRole("grid").focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(drawer).toContainText("2 sur");
  await page.keyboard.press("ArrowDown");
  await expect(drawer).toContainText("3 sur");
  await page.keyboard.press("Escape");
  await expect(drawer).toBeHidden();
  await expect(page).not.toHaveURL(/contact=/);
});

test("a field is saved where it stands, and a bad one says why", async ({ page }) => {
  await page.goto("/contacts?q=client42%40");
  await page.getByRole("row").nth(1).click();
  const drawer = page.getByRole("complementary", { name: /^Fiche de/ });
  await drawer.getByLabel("Ville").fill("Oyonnax");
  await page.keyboard.press("Enter");
  await expect(drawer.getByText("enregistré")).toBeVisible();
  await drawer.getByLabel("E-mail", { exact: true }).fill("pas une adresse");
  await page.keyboard.press("Enter");
  await expect(drawer.getByRole("alert")).toContainText("pas une adresse e-mail");
  await page.reload();
  await expect(drawer.getByLabel("Ville")).toHaveValue("Oyonnax");
  await expect(drawer.getByLabel("E-mail", { exact: true })).toHaveValue("client42@exemple.fr");
});

test("a deleted contact comes back by Ctrl+Z", async ({ page }) => {
  await page.goto("/contacts?q=client77%40");
  await page.getByRole("row").nth(1).click();
  await page.getByRole("button", { name: "Autres actions" }).click();
  await page.getByRole("menuitem", { name: "Supprimer ce contact" }).click();
  await expect(page.getByText("Aucun contact ne correspond")).toBeVisible();
  await page.keyboard.press("Control+z");
  await expect(page.getByRole("row", { name: /client77@/ })).toBeVisible();
});

test("many contacts are tagged and untagged again", async ({ page }) => {
  await page.goto("/contacts?q=client20");
  await page.getByLabel("Cocher tous les contacts trouvés").check();
  await page.getByRole("button", { name: "Étiqueter" }).click();
  await page.getByPlaceholder("Paysagiste").fill("Printemps");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("link", { name: /Printemps/ })).toBeVisible();
  await page.getByRole("alert").getByRole("button", { name: "Annuler" }).click();
  await expect(page.getByRole("link", { name: /Printemps/ })).toBeHidden();
});

test("the palette finds a person and goes there", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.keyboard.press("Control+k");
  await page.getByPlaceholder("Aller, faire, trouver un contact").fill("client33@");
  await expect(page.getByRole("dialog").getByText("client33@exemple.fr")).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("complementary", { name: /^Fiche de/ })).toBeVisible();
});
