// Settings: an account is tested before it is trusted, each refusal stands at its field, the language turns at once.
import { expectAccessible } from "./axe";
import { expect, test } from "./firm";
import { scriptedServer } from "./mailServer";

test("a connection is tried, refused, corrected and kept", async ({ page, firm }) => {
  test.setTimeout(180_000);
  const mail = await scriptedServer({ password: "juste" });
  const origin = await firm.open();
  await page.goto(`${origin}/settings`);
  await page.getByRole("button", { name: "Ajouter une connexion" }).click();
  const form = page.getByRole("dialog");

  // A known house fills its server in.
  await form.getByLabel("Adresse d’expédition").fill("atelier@orange.fr");
  await form.getByLabel("Nom d’expéditeur").fill("Jardins Delorme");
  await expect(form.getByLabel("Serveur SMTP")).toHaveValue("smtp.orange.fr");
  await expect(form.getByLabel("Identifiant")).toHaveValue("atelier@orange.fr");

  await form.getByLabel("Serveur SMTP").fill("127.0.0.1");
  await form.getByLabel("Port").fill("1");
  await form.getByRole("combobox", { name: "Protection" }).or(form.getByLabel("Protection")).first().click();
  await page.getByRole("option", { name: "Aucune" }).click();
  await form.getByLabel("Mot de passe", { exact: true }).fill("faux");
  await expectAccessible(page, "connection form");
  await form.getByRole("button", { name: "Tester" }).click();
  await expect(form.getByText("Aucun serveur ne répond à cette adresse et à ce port.")).toBeVisible();

  await form.getByLabel("Port").fill(String(mail.port));
  await form.getByRole("button", { name: "Tester" }).click();
  await expect(form.getByText("Le serveur a refusé l’identifiant ou le mot de passe.")).toBeVisible();

  await form.getByLabel("Mot de passe", { exact: true }).fill("juste");
  await form.getByRole("button", { name: "Tester" }).click();
  await expect(form.getByText("Connexion réussie")).toBeVisible();
  await form.getByRole("button", { name: "Enregistrer la connexion" }).click();
  await expect(form).toBeHidden();
  const row = page.getByRole("listitem").filter({ hasText: "atelier@orange.fr" });
  await expect(row).toBeVisible();
  // The password stays behind the door; the kept account still signs in.
  await row.getByRole("button", { name: "Tester" }).click();
  await expect(row.getByText(/testée aujourd’hui/)).toBeVisible();
  await mail.stop();
});

test("the language turns without a reload, and every section is in order", async ({ page, firm }) => {
  test.setTimeout(180_000);
  const origin = await firm.open();
  await page.goto(`${origin}/settings?section=firm`);
  await page.evaluate(() => {
    (window as { notReloaded?: boolean }).notReloaded = true;
  });
  await page.getByLabel("Nom de l’entreprise").fill("Jardins Delorme");
  await page.keyboard.press("Tab");
  await expect(page.getByText("enregistré")).toBeVisible();
  await page.getByRole("combobox", { name: "Langue" }).or(page.getByLabel("Langue")).first().click();
  await page.getByRole("option", { name: "English" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Settings" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Campaigns" })).toBeVisible();
  expect(await page.evaluate(() => (window as { notReloaded?: boolean }).notReloaded)).toBe(true);
  for (const section of ["Connections", "Appearance", "API keys"]) {
    await page.getByRole("link", { name: section, exact: true }).click();
    await expect(page.getByRole("heading", { level: 2, name: section })).toBeVisible();
    await expectAccessible(page, section);
  }
  await page.getByRole("link", { name: "Security", exact: true }).click();
  await expect(page.getByRole("heading", { level: 2, name: "What opens this vault" })).toBeVisible();
});

test("a key is shown once and ends when it is revoked", async ({ page, firm }) => {
  const origin = await firm.open();
  await page.goto(`${origin}/settings?section=keys`);
  await page.getByRole("button", { name: "Créer une clé" }).click();
  await page.getByLabel("Nom de la clé").fill("Caisse");
  await page.keyboard.press("Enter");
  const key = (await page.getByRole("dialog").locator("code").textContent()) ?? "";
  const ask = async () =>
    (await fetch(`${origin}/api/home`, { headers: { authorization: `Bearer ${key}` } })).status;
  expect(await ask()).toBe(200);
  await page.getByRole("button", { name: "Je l’ai copiée" }).click();
  // It cannot be taken back: the name is typed first.
  await page.getByRole("button", { name: "Révoquer" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("button", { name: "Révoquer la clé" })).toBeDisabled();
  expect(await ask()).toBe(200);
  await dialog.getByRole("textbox").fill("caisse");
  await dialog.getByRole("button", { name: "Révoquer la clé" }).click();
  await expect(page.getByText("Clé « Caisse » révoquée")).toBeVisible();
  expect(await ask()).toBe(401);
});
