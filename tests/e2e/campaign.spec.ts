// A campaign from draft to ledger: checks, arithmetic, the typed number, every answer of the server kept.
import { expectAccessible } from "./axe";
import { expect, furnish, test } from "./firm";
import { type Answer, debianSink, scriptedServer } from "./mailServer";

/** A draft on the template « Invitation » over the connection « Atelier ». */
async function draft(page: import("@playwright/test").Page, origin: string) {
  await page.goto(`${origin}/campaigns`);
  await page.getByRole("button", { name: "Nouvelle campagne" }).click();
  await page.getByLabel("Nom de la campagne").fill("Journées plantation");
  await page.getByLabel("Modèle").first().click();
  await page.getByRole("option", { name: "Invitation" }).click();
  await page.getByLabel("Envoyer par").first().click();
  await page.getByRole("option", { name: /Atelier/ }).click();
}

test("is checked, confirmed by its number, sent, and read person by person", async ({
  page,
  firm,
  complaints,
}) => {
  test.setTimeout(120_000);
  const mail = await debianSink();
  furnish(firm, 120, mail.port);
  const origin = await firm.open();
  await draft(page, origin);

  // A check is mended where it stands.
  await expect(page.getByText("Connexion « Atelier » jamais testée")).toBeVisible();
  await page.getByRole("button", { name: "Tester la connexion" }).click();
  await expect(page.getByText("Connexion « Atelier » testée")).toBeVisible();
  await expect(page.getByText("120 personnes recevront le message")).toBeVisible();

  await page.getByRole("button", { name: "Essai à blanc, sans rien envoyer" }).click();
  await expect(page.getByRole("dialog")).toContainText("Rien n’est parti.");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();

  const send = page.getByRole("button", { name: "Envoyer à 120 personnes" });
  const number = page.getByLabel(/^Tapez/);
  await expect(send).toBeDisabled();
  await number.fill("121");
  await expect(send).toBeDisabled();
  await number.fill(" 1 20 ");
  await expect(page.getByText("Correspond")).toBeVisible();
  await expectAccessible(page, "campaign draft");
  await send.click();

  await expect(page.getByText("Terminée", { exact: true }).first()).toBeVisible();
  await expect(page.getByRole("tab", { name: /^Acceptés\s*120/ })).toBeVisible();
  await page.getByRole("row").nth(1).click();
  const drawer = page.getByRole("complementary", { name: "Destinataire" });
  await expect(drawer.getByText("Tentative 1, acceptée par le serveur")).toBeVisible();
  await expect(drawer.getByText("1 sur 120")).toBeVisible();
  await expectAccessible(page, "ledger with a story");
  await drawer.getByRole("button", { name: "Voir le message" }).click();
  await expect(
    page
      .getByRole("dialog")
      .frameLocator("iframe")
      .getByText(/^Bonjour/),
  ).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await page.keyboard.press("Escape");
  await expect(drawer).toBeHidden();
  expect(complaints).toEqual([]);
  await mail.stop();
});

test("keeps refusals apart from silence, and asks a person about silence", async ({ page, firm }) => {
  test.setTimeout(120_000);
  let silent = true;
  const answer = (to: string): Answer => {
    if (to === "client7@exemple.fr") return { say: "550 5.1.1 User unknown" };
    if (to === "client9@exemple.fr" && silent) return "cut";
    return { say: "250 2.0.0 Ok: queued" };
  };
  const mail = await scriptedServer({ answer });
  furnish(firm, 60, mail.port);
  const origin = await firm.open();
  await draft(page, origin);
  await page.getByLabel(/^Tapez/).fill("60");
  await page.getByRole("button", { name: "Envoyer à 60 personnes" }).click();

  await page.getByRole("tab", { name: /^Rebonds\s*1/ }).click();
  await page.getByRole("row", { name: /client7@/ }).click();
  const drawer = page.getByRole("complementary", { name: "Destinataire" });
  await expect(drawer.getByText("User unknown")).toBeVisible();
  await expect(drawer.getByText("Elle est mise de côté pour les prochains envois.")).toBeVisible();

  await page.getByRole("button", { name: "Décider" }).click();
  await page.getByRole("row", { name: /client9@/ }).click();
  await expect(drawer.getByRole("heading", { name: "À vous de décider" })).toBeVisible();
  expect(mail.taken).not.toContain("client9@exemple.fr");
  silent = false;
  await drawer.getByRole("button", { name: "Renvoyer" }).click();
  await expect(drawer.getByText("Tentative 2, acceptée par le serveur")).toBeVisible();
  expect(mail.taken.filter((to) => to === "client9@exemple.fr")).toHaveLength(1);
  expect(new Set(mail.taken).size).toBe(mail.taken.length);
  await mail.stop();
});

test("is paused and goes on, and nobody is written to twice", async ({ page, firm }) => {
  test.setTimeout(120_000);
  // Every message waits for its answer until the pause has been asked for.
  const mail = await scriptedServer({ answer: () => "wait" });
  furnish(firm, 300, mail.port);
  const origin = await firm.open();
  await draft(page, origin);
  await page.getByLabel(/^Tapez/).fill("300");
  await page.getByRole("button", { name: "Envoyer à 300 personnes" }).click();
  const main = page.getByRole("main");
  await main.getByRole("button", { name: "Mettre en pause" }).click();
  mail.release();
  await expect(main.getByText("En pause", { exact: true })).toBeVisible();
  await expect(main.getByRole("tab", { name: /^En attente\s*[1-9]/ })).toBeVisible();
  await main.getByRole("button", { name: "Reprendre l’envoi" }).click();
  await expect(main.getByText("Terminée", { exact: true }).first()).toBeVisible();
  expect(mail.taken).toHaveLength(300);
  expect(new Set(mail.taken).size).toBe(300);
  await mail.stop();
});

test("a draft is deleted and taken back with what was typed a moment ago", async ({ page, firm }) => {
  furnish(firm, 30, 25);
  const origin = await firm.open();
  await draft(page, origin);
  await page.getByRole("button", { name: "Supprimer le brouillon" }).click();
  // Undo stands for ten seconds: taken at once, so that a slow machine does not miss it.
  await page.getByRole("button", { name: "Annuler" }).click();
  await expect(page.getByRole("row", { name: /Journées plantation/ })).toBeVisible();
});
