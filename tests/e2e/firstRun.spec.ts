// The first run: from no vault at all to a confirmed recovery code and the first screen.
import { test as plain } from "@playwright/test";
import { expectAccessible } from "./axe";
import { expect, forget, freshFolder, serve } from "./sellify";

plain("a newcomer creates the vault, notes the code and proves it", async ({ page }) => {
  plain.setTimeout(120_000);
  const dir = freshFolder();
  const server = await serve(dir);
  await page.goto(server.link);

  await expect(page.getByRole("heading", { name: "Bienvenue dans Sellify" })).toBeVisible();
  await page.getByText("English", { exact: true }).click();
  await expect(page.getByRole("heading", { name: "Welcome to Sellify" })).toBeVisible();
  await page.getByText("Français", { exact: true }).click();
  await expectAccessible(page, "first run, firm");
  await page.getByLabel("Nom de votre entreprise").fill("Jardins Delorme");
  await page.keyboard.press("Enter");

  await expect(page.getByRole("heading", { name: "Votre code de récupération" })).toBeVisible();
  const code = (await page.getByRole("img", { name: /^SR1-/ }).getAttribute("aria-label")) ?? "";
  expect(code).toMatch(/^SR1(-[0-9A-Z]{4}){9}$/);
  await expectAccessible(page, "first run, code");
  // Printed: the sheet, and none of the buttons.
  await page.emulateMedia({ media: "print" });
  await expect(page.getByText("Pour rouvrir le coffre")).toBeVisible();
  await expect(page.getByRole("button", { name: "Imprimer" })).toBeHidden();
  await page.emulateMedia({ media: "screen" });
  await page.getByRole("button", { name: "Je l’ai noté" }).click();

  const groups = code.split("-").slice(1);
  const fields = page.getByLabel(/^Groupe n° \d/);
  await expect(fields).toHaveCount(2);
  const [first, second] = [fields.first(), fields.last()];
  const numberOf = async (at: 0 | 1) =>
    Number(
      /\d+/.exec(
        (await page
          .getByText(/^Groupe n° \d/)
          .nth(at)
          .textContent()) ?? "",
      )?.[0],
    );
  const [one, two] = [await numberOf(0), await numberOf(1)];
  await first.fill("0000");
  await second.fill(groups[two - 1] ?? "");
  await page.getByRole("button", { name: "Vérifier le code" }).click();
  await expect(page.getByRole("alert")).toContainText("ne correspond pas");
  // As people type it: small letters.
  await first.fill((groups[one - 1] ?? "").toLowerCase());
  await page.keyboard.press("Enter");

  await expect(page.getByRole("heading", { name: "Le coffre est prêt" })).toBeVisible();
  await expectAccessible(page, "first run, begin");
  await page.getByRole("button", { name: /Connecter ma messagerie/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Réglages" })).toBeVisible();
  await expect(page.getByText("Jardins Delorme")).toBeVisible();
  await page.goto(`${server.origin}/settings?section=vault`);
  await expect(page.getByText("Noté et vérifié")).toBeVisible();
  await server.stop();
  forget(dir);
});
