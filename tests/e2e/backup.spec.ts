// A backup made in the settings, and a computer lost: everything is back by the file and the code alone.
import { expectAccessible } from "./axe";
import { expect, type Firm, test } from "./firm";
import { forget, freshFolder, sellify, serve } from "./sellify";

const PEOPLE = "NOM;PRENOM;MAIL\nMariani;Hélène;helene@mariani.example\n";

function withPeople(firm: Firm): void {
  firm.run("import", firm.write("contacts.csv", PEOPLE));
}

test("a backup is made, proven and listed with the mark of its code", async ({ page, firm }) => {
  withPeople(firm);
  const origin = await firm.open();
  await page.goto(`${origin}/settings?section=backup`);
  await expect(page.getByText("Aucune sauvegarde pour l’instant")).toBeVisible();
  await page.getByRole("button", { name: "Sauvegarder maintenant" }).click();
  await expect(page.getByText(/Dernière sauvegarde vérifiée/)).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText(/^rk[0-9A-Z]{4}$/)).toBeVisible();
  await page.getByRole("button", { name: "Vérifier" }).click();
  await expect(page.getByText("Le fichier est intact, au bit près.")).toBeVisible();
  await expectAccessible(page, "backups");
});

test("another computer restores the vault from the first screen, and sends nothing until allowed", async ({
  page,
}) => {
  const [lost, found] = [freshFolder(), freshFolder()];
  const code = String(sellify(lost, "init", "--language", "fr").recovery_code);
  const file = String(sellify(lost, "backup", "create").path);
  const server = await serve(found);
  try {
    await page.goto(server.link);
    await page.getByRole("button", { name: "Restaurer une sauvegarde" }).click();
    const chooser = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Choisir un fichier" }).click();
    await (await chooser).setFiles(file);
    await expect(page.getByText(/porte la marque rk[0-9A-Z]{4}/)).toBeVisible();
    await page.getByLabel("Code de récupération").fill(code);
    await expectAccessible(page, "restore, file");
    await page.getByRole("button", { name: "Voir ce qu’il contient" }).click();
    await expect(page.getByRole("heading", { name: "Voici ce que contient la sauvegarde" })).toBeVisible();
    await expectAccessible(page, "restore, contents");
    await page.getByRole("button", { name: "Restaurer ce coffre" }).click();
    await expect(page.getByRole("heading", { name: "Votre coffre est de retour" })).toBeVisible({
      timeout: 30_000,
    });
    await page.getByRole("button", { name: "Ouvrir Sellify" }).click();
    await expect(page.getByText("Coffre restauré : rien n’est envoyé")).toBeVisible();
    await expectAccessible(page, "quarantine");
    await page.getByRole("button", { name: "Autoriser les envois" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Autoriser les envois" }).click();
    await expect(page.getByText("Coffre restauré : rien n’est envoyé")).toHaveCount(0);
  } finally {
    await server.stop();
    forget(lost);
    forget(found);
  }
});
