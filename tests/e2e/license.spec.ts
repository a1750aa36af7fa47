// The licence page, as somebody with a vendor on the phone goes through it.
import { expect, test } from "./sellify";

test("a request is prepared, checked by voice, and a bad answer changes nothing", async ({ page }) => {
  await page.goto("/license");
  await expect(page.getByText(/Vous essayez Sellify/).first()).toBeVisible();

  await page.getByLabel(/Numéro de commande/).fill("A-1042");
  await page.getByRole("button", { name: "Préparer la demande" }).click();
  const block = page.getByRole("textbox", { name: "Le texte de la demande" });
  await expect(block).toHaveValue(/^-----BEGIN SELLIFY ACTIVATION REQUEST-----\n/);
  await expect(page.getByRole("img", { name: "La demande, en code à photographier" })).toBeVisible();
  await expect(page.getByRole("img", { name: /^([0-9A-Z] ){4}- ([0-9A-Z] ?){4}$/ })).toBeVisible();

  await page.getByLabel("Collez ici le texte reçu").fill("Bonjour, voici votre licence.");
  await page.getByRole("button", { name: "Installer la licence" }).click();
  await expect(page.getByRole("alert")).toContainText("Rien n’a été changé");

  await page.getByLabel("Collez ici le texte reçu").fill(await block.inputValue());
  await page.getByRole("button", { name: "Installer la licence" }).click();
  await expect(page.getByRole("alert")).toContainText("d’une autre sorte");
  await expect(page.getByText(/Vous essayez Sellify/).first()).toBeVisible();

  // The request outlives the page: somebody may close it while waiting for the vendor.
  await page.reload();
  await expect(page.getByText(/Une demande attend déjà sa réponse/)).toBeVisible();
});
