// Contacts as a file: everybody, chosen columns, or the ticked ones alone.
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { expectAccessible } from "./axe";
import { expect, test } from "./sellify";

/** The file that a click saves. */
async function saved(page: Page, click: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent("download"), click()]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

test("everybody goes into a file for Excel, with the columns a person chose", async ({
  page,
  complaints,
}) => {
  await page.goto("/contacts");
  await page.getByRole("button", { name: "Exporter" }).click();
  const dialog = page.getByRole("dialog", { name: "Exporter des contacts" });
  await dialog.getByLabel("Choisir les colonnes").first().click();
  await expectAccessible(page, "the export dialog");
  for (const column of ["Civilité", "Référence"]) await dialog.getByLabel(column).uncheck();
  const { name, bytes } = await saved(page, () =>
    dialog.getByRole("button", { name: "Exporter 300 contacts" }).click(),
  );
  expect(name).toBe("contacts.csv");
  const lines = bytes.toString("utf8").split("\r\n");
  expect(lines[0]).toMatch(/^\uFEFF"?Prénom"?;"?Nom"?;"?E-mail"?;/);
  expect(lines[0]).not.toContain("Référence");
  expect(lines.filter((line) => line.includes("@exemple.fr"))).toHaveLength(300);
  expect(bytes.includes("Œuvrard")).toBe(true);
  await expect(page.getByText("Export enregistré : contacts.csv")).toBeVisible();
  expect(complaints).toEqual([]);
});

test("the ticked contacts alone go into a workbook", async ({ page }) => {
  await page.goto("/contacts?q=client3");
  const rows = page.getByRole("grid").getByRole("row");
  await rows.nth(1).click({ modifiers: ["Control"] });
  await rows.nth(3).click({ modifiers: ["Control"] });
  const bar = page.getByRole("region", { name: "Actions sur les contacts cochés" });
  await bar.getByRole("button", { name: "Autres actions" }).click();
  await page.getByRole("menuitem", { name: /^Exporter/ }).click();
  const dialog = page.getByRole("dialog", { name: "Exporter des contacts" });
  await dialog.getByLabel("Classeur Excel").check();
  const { name, bytes } = await saved(page, () =>
    dialog.getByRole("button", { name: "Exporter 2 contacts" }).click(),
  );
  expect(name).toBe("contacts.xlsx");
  expect(bytes.subarray(0, 2).toString()).toBe("PK");
});
