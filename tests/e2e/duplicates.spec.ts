// Likely duplicates: found, walked and settled by keyboard, merged with the values somebody chose, and taken back.
import { expectAccessible } from "./axe";
import { expect, test } from "./firm";

const PEOPLE = [
  "Prénom;Nom;E-mail;Téléphone;Société;Adresse;Code postal;Ville;Étiquettes;Notes",
  "Hélène;Mariani;helene.mariani@gmail.com;;Mairie;3 rue des Lilas;69530;Brignais;Client;Préfère le matin",
  "HELENE;MARIANI;helene.mariani@brignais.example;06 39 98 00 47;Mairie;;69530;BRIGNAIS;VIP;",
  "Jean-Paul;Dupont;jp.dupont@orange.fr;06 39 98 00 11;Morel SARL;;69002;Lyon;;",
  "Jean Paul;DUPONT;jeanpaul.dupont@morel.example;;MOREL;;69002;Lyon;;",
  "Anne;Durand;anne.durand@free.fr;;;12 quai Sud;13002;Marseille;;",
  "Anne;Durand-Martin;annedm@laposte.net;;;12 Quai Sud;13002;Marseille;;",
  "Paul;Moreau;paul.moreau@gmail.com;;;8 rue Haute;59000;Lille;;",
  "Claire;Moreau;claire.moreau@gmail.com;;;8 rue Haute;59000;Lille;;",
].join("\n");

test.beforeEach(async ({ firm }) => {
  firm.run("import", firm.write("people.csv", PEOPLE));
});

test("a pair is searched, merged by keyboard and taken back", async ({ page, firm, complaints }) => {
  const origin = await firm.open();
  await page.goto(`${origin}/contacts/duplicates`);
  await expectAccessible(page, "before the first search");
  await page.getByRole("button", { name: "Rechercher les doublons" }).click();

  const pairs = page.getByRole("navigation", { name: "Paires de fiches qui se ressemblent" });
  await expect(pairs.getByRole("button")).toHaveCount(3);
  await expect(pairs).not.toContainText("Moreau");
  const compare = page.getByRole("region", { name: "Comparaison des fiches" });
  await expect(compare).toContainText("même nom");
  await expectAccessible(page, "two contacts side by side");

  // The arrows walk, whatever has the focus.
  await pairs.getByRole("button").first().focus();
  await page.keyboard.press("ArrowDown");
  await expect(pairs.getByRole("button").nth(1)).toBeFocused();
  await page.keyboard.press("k");
  await expect(pairs.getByRole("button").first()).toHaveAttribute("aria-current", "true");

  // 2 keeps the second contact; one value of the first is chosen all the same.
  await expect(compare.getByRole("button", { name: /^Fusionner dans/ })).toBeEnabled();
  const names = await compare.getByRole("columnheader").allTextContents();
  await page.keyboard.press("2");
  await expect(compare.getByRole("radio", { name: /^Garder la fiche 2/ })).toBeChecked();
  expect(names.join()).toContain("Fiche gardée");

  await pairs.getByRole("button", { name: /Mariani/ }).click();
  await page.keyboard.press("1");
  await compare.getByRole("radio", { name: "E-mail : garder « helene.mariani@brignais.example »" }).check();
  const mail = compare.getByRole("row", { name: /^E-mail/ });
  await expect(mail.getByRole("cell").last()).toHaveText("helene.mariani@brignais.example");
  await expect(
    compare
      .getByRole("row", { name: /^Étiquettes/ })
      .getByRole("cell")
      .last(),
  ).toHaveText("Client, VIP");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Fusionné dans Hélène Mariani")).toBeVisible();
  await expect(pairs.getByRole("button")).toHaveCount(2);
  await page.keyboard.press("Control+z");
  await expect(page.getByText("Fusion annulée")).toBeVisible();
  await expect(pairs.getByRole("button")).toHaveCount(3);
  expect(complaints).toEqual([]);
});

test("two people are not shown again, unless that is taken back", async ({ page, firm }) => {
  firm.run("contacts", "duplicates", "--search");
  const origin = await firm.open();
  await page.goto(`${origin}/contacts/duplicates`);
  const pairs = page.getByRole("navigation", { name: "Paires de fiches qui se ressemblent" });
  await expect(pairs.getByRole("button")).toHaveCount(3);
  await expect(page.getByRole("button", { name: /^Deux personnes/ })).toBeVisible();
  await page.keyboard.press("n");
  await expect(pairs.getByRole("button")).toHaveCount(2);
  await page.getByRole("alert").getByRole("button", { name: "Annuler" }).click();
  await expect(pairs.getByRole("button")).toHaveCount(3);
  // Nothing can be decided before the pair is on the screen.
  const onScreen = () => expect(page.getByRole("button", { name: /^Deux personnes/ })).toBeVisible();
  for (const left of [2, 1]) {
    await onScreen();
    await page.keyboard.press("n");
    await expect(pairs.getByRole("button")).toHaveCount(left);
  }
  await onScreen();
  await page.keyboard.press("n");
  await expect(page.getByRole("heading", { name: "Aucun doublon à examiner" })).toBeVisible();
  await expectAccessible(page, "nothing left to decide");
});

test("a merge stands in the contact's history, with the way back", async ({ page, firm }) => {
  const found = firm.run("contacts", "duplicates", "--search");
  const [pair] = found.items as { contacts: { id: string }[] }[];
  const [keep, other] = pair?.contacts.map(({ id }) => id) ?? [];
  if (!keep || !other) throw new Error("a pair was found");
  firm.run("contacts", "merge", keep, other);
  const origin = await firm.open();
  await page.goto(`${origin}/contacts?contact=${keep}`);
  const drawer = page.getByRole("complementary", { name: /^Fiche de/ });
  await drawer.getByRole("button", { name: /^Annuler la fusion/ }).click();
  await expect(page.getByText("Fusion annulée")).toBeVisible();
  await expect(drawer.getByText(/^annulée/)).toBeVisible();
});

test("any contacts can be laid side by side, also on a narrow screen", async ({ page, firm }) => {
  const all = firm.run("contacts", "list").items as { id: string; first_name: string }[];
  const ids = all.slice(0, 3).map(({ id }) => id);
  const origin = await firm.open();
  await page.goto(`${origin}/contacts/duplicates?pair=${ids.join(".")}`);
  await expect(page.getByRole("heading", { name: "Fusionner 3 fiches" })).toBeVisible();
  await page.setViewportSize({ width: 360, height: 800 });
  await expectAccessible(page, "three contacts on a narrow screen");
  await page.getByRole("button", { name: /^Fusionner dans/ }).click();
  await expect(page.getByText(/^Fusionné dans/)).toBeVisible();
});
