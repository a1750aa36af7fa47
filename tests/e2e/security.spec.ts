// The vault's door: locked and opened, the ways in, the recovery code once more, the keys renewed.
import { rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expectAccessible } from "./axe";
import { expect, type Firm, test } from "./firm";
import { serve } from "./sellify";

const NAME = /Hélène Mariani|Mariani Hélène/;
const PASSPHRASE = "quatre chevaux boivent du café";

async function openSecurity(page: Page, firm: Firm): Promise<string> {
  const origin = await firm.open();
  await page.goto(`${origin}/settings?section=security`);
  await expect(page.getByRole("heading", { level: 2, name: "Ce qui ouvre ce coffre" })).toBeVisible();
  return origin;
}

async function addPassphrase(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Ajouter une phrase de passe" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Phrase de passe", { exact: true }).fill(PASSPHRASE);
  await dialog.getByLabel("La même, une seconde fois").fill(PASSPHRASE);
  await dialog.getByRole("button", { name: "Ajouter la phrase" }).click();
  await expect(page.getByText("Phrase de passe ajoutée")).toBeVisible();
}

test("the vault is locked by the keyboard, shows nothing, and opens where it was", async ({ page, firm }) => {
  const contacts = firm.write("contacts.csv", "NOM;PRENOM;MAIL\nMariani;Hélène;helene@mariani.example\n");
  firm.run("import", contacts);
  const origin = await firm.open();
  await page.goto(`${origin}/contacts?q=mariani`);
  await expect(page.getByText(NAME).first()).toBeVisible();
  await page.keyboard.press("Control+Shift+L");

  await expect(page.getByRole("heading", { name: "Le coffre est verrouillé" })).toBeVisible();
  await expect(page.getByText("Vous l’avez verrouillé.")).toBeVisible();
  await expect(page.getByText(NAME)).toHaveCount(0);
  await expect(page.getByRole("button", { name: /supprimer|effacer/i })).toHaveCount(0);
  const refused = await page.request.get(`${origin}/api/contacts`);
  expect(refused.ok()).toBe(false);
  await expectAccessible(page, "lock screen");

  await page.getByRole("button", { name: "Ouvrir avec cet ordinateur" }).click();
  await expect(page.getByText(NAME).first()).toBeVisible();
  expect(page.url()).toContain("/contacts?q=mariani");
});

test("a passphrase is added, asked for at every opening, and removed again", async ({ page, firm }) => {
  await openSecurity(page, firm);
  await expectAccessible(page, "security");
  await page.getByRole("button", { name: "Ajouter une phrase de passe" }).click();
  const dialog = page.getByRole("dialog");
  const field = dialog.getByLabel("Phrase de passe", { exact: true });
  await field.fill("bonjour");
  await expect(dialog.getByText("Encore 5 signes.")).toBeVisible();
  await field.fill("aaaaaaaaaaaaaaaaaaaa");
  await expect(dialog.getByText("Le même motif revient")).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Ajouter la phrase" })).toBeDisabled();
  await field.fill(PASSPHRASE);
  await expect(dialog.getByText("Très bonne.")).toBeVisible();
  await dialog.getByLabel("La même, une seconde fois").fill("autre chose");
  await expect(dialog.getByText("Les deux phrases diffèrent.")).toBeVisible();
  await expectAccessible(page, "passphrase dialog");
  await page.keyboard.press("Escape");
  await addPassphrase(page);

  // Required: the computer no longer opens the vault by itself.
  await page.getByRole("switch", { name: "Exiger la phrase de passe" }).click({ force: true });
  await dialog.getByLabel("Phrase de passe", { exact: true }).fill("une phrase fausse");
  await dialog.getByRole("button", { name: "Exiger la phrase" }).click();
  await expect(dialog.getByRole("alert")).toContainText("n’ouvre pas le coffre");
  await dialog.getByLabel("Phrase de passe", { exact: true }).fill(PASSPHRASE);
  await dialog.getByRole("button", { name: "Exiger la phrase" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("switch", { name: "Exiger la phrase de passe" })).toBeChecked();

  await page.getByRole("button", { name: "Verrouiller", exact: true }).click();
  const secret = page.getByLabel("Phrase de passe", { exact: true });
  await expect(secret).toBeVisible();
  await expect(page.getByRole("button", { name: /cet ordinateur/ })).toHaveCount(0);
  await secret.fill("une phrase fausse");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toContainText("n’ouvre pas le coffre");
  await expectAccessible(page, "lock screen, wrong passphrase");
  await secret.fill(PASSPHRASE);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 2, name: "Ce qui ouvre ce coffre" })).toBeVisible();

  await page.getByRole("switch", { name: "Exiger la phrase de passe" }).click({ force: true });
  await expect(page.getByText("cet ordinateur").first()).toBeVisible();
  await page.getByRole("button", { name: "Retirer" }).click();
  await page.getByRole("button", { name: "Retirer la phrase" }).click();
  await expect(page.getByText("Phrase de passe retirée")).toBeVisible();
});

test("wrong passphrases wait longer and longer, and the recovery code opens all the same", async ({
  page,
  firm,
}) => {
  await openSecurity(page, firm);
  await addPassphrase(page);
  // A new code, shown once and typed back.
  await page.getByRole("button", { name: "Nouveau code" }).click();
  await page.getByRole("button", { name: "Afficher un nouveau code" }).click();
  const code = (await page.getByRole("img", { name: /^SR1-/ }).getAttribute("aria-label")) ?? "";
  expect(code).toMatch(/^SR1(-[0-9A-Z]{4}){9}$/);
  await expectAccessible(page, "new recovery code");
  await page.emulateMedia({ media: "print" });
  await expect(page.getByText("Pour rouvrir le coffre")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Réglages" })).toBeHidden();
  await page.emulateMedia({ media: "screen" });
  await page.getByRole("button", { name: "Je l’ai noté" }).click();
  const groups = code.split("-").slice(1);
  const fields = page.getByLabel(/^Groupe n° \d/);
  await expect(fields).toHaveCount(2);
  for (const field of await fields.all()) {
    const label = (await page.locator(`label[for="${await field.getAttribute("id")}"]`).textContent()) ?? "";
    await field.fill(groups[Number(/\d+/.exec(label)?.[0]) - 1] ?? "");
  }
  await page.getByRole("button", { name: "Vérifier le code" }).click();
  await expect(page.getByText("Nouveau code vérifié")).toBeVisible();
  await expect(page.getByText("Noté et vérifié")).toBeVisible();

  await page.keyboard.press("Control+Shift+L");
  await page.getByRole("button", { name: "Utiliser la phrase de passe" }).click();
  const secret = page.getByLabel("Phrase de passe", { exact: true });
  for (let tries = 0; tries < 5; tries += 1) {
    await secret.fill(`fausse phrase numéro ${tries}`);
    await page.getByRole("button", { name: "Ouvrir avec la phrase de passe" }).click();
    await expect(page.getByRole("alert")).toContainText("n’ouvre pas le coffre");
  }
  await expect(page.getByText("chaque attente s’allonge")).toBeVisible();

  await page.getByRole("button", { name: "Utiliser le code de récupération" }).click();
  const typed = page.getByLabel("Code de récupération");
  await typed.fill(code.slice(0, 14));
  await expect(page.getByText("2 groupes sur 9")).toBeVisible();
  // As people type it: small letters, spaces, an O for a zero.
  await typed.fill(code.toLowerCase().replaceAll("-", " ").replaceAll("0", "o"));
  await expect(page.getByText("Les neuf groupes y sont.")).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 2, name: "Ce qui ouvre ce coffre" })).toBeVisible();
});

test("another computer asks for the code, says why, and is known from then on", async ({ page, firm }) => {
  const { recovery_code: code } = firm.created;
  // The key of this computer is gone, as after a new disk.
  rmSync(join(firm.dir, "local"), { recursive: true, force: true });
  const server = await serve(firm.dir);
  await page.goto(server.link);
  await expect(page.getByRole("heading", { name: "L’identité de cet ordinateur a changé" })).toBeVisible();
  await expectAccessible(page, "identity changed");
  const typed = page.getByLabel("Code de récupération");
  await typed.fill(`${String(code).slice(0, -1)}${String(code).endsWith("7") ? "8" : "7"}`);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toContainText("faute de frappe");
  await typed.fill(String(code));
  await page.keyboard.press("Enter");
  await expect(page.getByText("Cet ordinateur est de nouveau reconnu")).toBeVisible();
  await page.getByRole("button", { name: "Compris" }).click();
  await expect(page.getByText("Cet ordinateur est de nouveau reconnu")).toBeHidden();
  await page.reload();
  await expect(page.getByRole("navigation").first()).toBeVisible();
  await expect(page.getByText("Cet ordinateur est de nouveau reconnu")).toBeHidden();
  await server.stop();

  // Known again: the next start asks nothing.
  const again = await serve(firm.dir);
  await page.goto(again.link);
  await expect(page.getByRole("navigation").first()).toBeVisible();

  // The computer that is no more is forgotten; its name is typed, because this cannot be taken back.
  await page.goto(`${again.origin}/settings?section=security`);
  await page.getByRole("button", { name: "Oublier" }).click();
  const dialog = page.getByRole("dialog");
  const name = (await dialog.locator("strong").first().textContent()) ?? "";
  await expect(dialog.getByRole("button", { name: "Oublier cet ordinateur" })).toBeDisabled();
  await dialog.getByRole("textbox").fill(name);
  await dialog.getByRole("button", { name: "Oublier cet ordinateur" }).click();
  await expect(page.getByText("n’ouvre plus le coffre")).toBeVisible();
  await expect(page.getByRole("button", { name: "Oublier" })).toHaveCount(0);
  await again.stop();
});

test("the master key is renewed with the code, and what was not typed is said to go", async ({
  page,
  firm,
}) => {
  await openSecurity(page, firm);
  await addPassphrase(page);
  await page.getByRole("button", { name: "Renouveler Clé maîtresse" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("button", { name: "Renouveler la clé maîtresse" })).toBeDisabled();
  await dialog.getByLabel("Phrase de passe", { exact: true }).fill(PASSPHRASE);
  await expect(dialog.getByText("n’ouvrira plus")).toHaveCount(1);
  await expectAccessible(page, "master key");
  await dialog.getByLabel("Code de récupération").fill(String(firm.created.recovery_code));
  await expect(dialog.getByText("n’ouvrira plus")).toHaveCount(0);
  await dialog.getByRole("button", { name: "Renouveler la clé maîtresse" }).click();
  await expect(page.getByText("Clé maîtresse renouvelée")).toBeVisible();

  // The computer, the code and the phrase still open the vault.
  await page.keyboard.press("Control+Shift+L");
  await page.getByRole("button", { name: "Ouvrir avec cet ordinateur" }).click();
  await expect(page.getByRole("heading", { level: 2, name: "Renouveler les clés" })).toBeVisible();
});

test("the keys of the database and of sealed values are renewed, and everything is still there", async ({
  page,
  firm,
}) => {
  firm.run("import", firm.write("contacts.csv", "NOM;PRENOM;MAIL\nMariani;Hélène;helene@mariani.example\n"));
  const origin = await openSecurity(page, firm);
  const row = (name: string) => page.getByRole("listitem").filter({ hasText: name });
  await page.getByRole("button", { name: "Renouveler Clés des conversations et des secrets" }).click();
  await page.getByRole("button", { name: "Renouveler ces clés" }).click();
  await expect(
    row("Clés des conversations et des secrets").getByText(/Dernier renouvellement le/),
  ).toBeVisible();
  await page.getByRole("button", { name: "Renouveler Clé de la base" }).click();
  await expect(page.getByRole("dialog")).toContainText("Une coupure de courant ne perd rien");
  await expectAccessible(page, "renewing the database's key");
  await page.getByRole("button", { name: "Renouveler la clé de la base" }).click();
  await expect(page.getByText("Renouvellement terminé : Clé de la base")).toBeVisible();
  await page.goto(`${origin}/contacts`);
  await expect(page.getByText(NAME).first()).toBeVisible();
});

test("the vault locks itself after the minutes that were chosen", async ({ page, firm }) => {
  await openSecurity(page, firm);
  const minutes = page
    .getByRole("combobox", { name: "Verrouiller sans activité" })
    .or(page.getByLabel("Verrouiller sans activité"));
  await expect(minutes.first()).toHaveValue("Jamais");
  await minutes.first().click();
  await page.getByRole("option", { name: "Après 5 minutes" }).click();
  await expect(page.getByText("Le coffre se ferme aussi à la mise en veille")).toBeVisible();
  await page.reload();
  await expect(minutes.first()).toHaveValue("Après 5 minutes");
  // A sign of life is told to the vault.
  const told = page.waitForRequest((request) => request.url().endsWith("/api/vault/activity"));
  await page.mouse.wheel(0, 200);
  await told;
});

test("a damaged database leads to its backup, and everything comes back in quarantine", async ({
  page,
  firm,
}) => {
  firm.run("import", firm.write("contacts.csv", "NOM;PRENOM;MAIL\nMariani;Hélène;helene@mariani.example\n"));
  const backup = String(firm.run("backup", "create").path);
  // Half of it overwritten, as by a dying disk.
  const database = join(firm.dir, "vault", "vault.db");
  const size = statSync(database).size;
  truncateSync(database, Math.floor(size / 2));
  writeFileSync(database, Buffer.alloc(64 * 1024, 7), { flag: "r+" });
  const server = await serve(firm.dir);
  await page.goto(server.link);
  await expect(page.getByRole("heading", { name: "La base du coffre ne s’ouvre pas" })).toBeVisible();
  await expect(page.getByRole("button", { name: /supprimer|effacer/i })).toHaveCount(0);
  await page.getByRole("button", { name: "Restaurer depuis une sauvegarde" }).click();
  await expect(page.getByRole("heading", { name: "Restaurer une sauvegarde" })).toBeVisible();
  await expectAccessible(page, "restore wizard");
  await page.getByRole("button", { name: "Retour" }).click();
  await expect(page.getByRole("heading", { name: "La base du coffre ne s’ouvre pas" })).toBeVisible();

  await page.getByRole("button", { name: "Restaurer depuis une sauvegarde" }).click();
  const choosing = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choisir un fichier" }).click();
  await (await choosing).setFiles(backup);
  await page.getByLabel("Code de récupération").fill(String(firm.created.recovery_code));
  await page.getByRole("button", { name: "Voir ce qu’il contient" }).click();
  await expectAccessible(page, "restore wizard, contents");
  // What is here was written after the backup: that is said, and asks for a tick.
  await expect(page.getByRole("button", { name: "Restaurer ce coffre" })).toBeDisabled();
  await page.getByRole("checkbox").check();
  await page.getByRole("button", { name: "Restaurer ce coffre" }).click();
  await page.getByRole("button", { name: "Ouvrir Sellify" }).click();
  await page.getByRole("navigation").first().waitFor();
  await page.goto(`${server.origin}/contacts`);
  await expect(page.getByText(NAME).first()).toBeVisible();
  // Nothing is sent from a restored vault until somebody says so.
  await expect(
    page
      .getByRole("status")
      .filter({ hasText: /restauré|quarantaine/i })
      .first(),
  ).toBeVisible();
  await server.stop();
});
