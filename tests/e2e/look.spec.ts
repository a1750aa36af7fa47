// Every screen, light and dark, wide and narrow: no finding of axe, nothing wider than the page, no complaint.
import { expectNoFinding } from "./axe";
import { expect, test } from "./sellify";

const SCREENS = [
  "/",
  "/contacts",
  "/contacts?q=zzzz",
  "/contacts/suppressions",
  "/contacts/duplicates",
  "/contacts/segments/new",
  "/contacts/import",
  "/contacts/imports",
  "/campaigns",
  "/templates",
  "/audit",
  "/settings",
  "/settings?section=fields",
  "/settings?section=privacy",
  "/settings?section=security",
  "/settings?section=backup",
  "/license",
];

/** Where axe looks too; elsewhere only the layout is checked, for axe takes most of the time. */
const VIEWS = [
  { scheme: "light", width: 1440, axe: true },
  { scheme: "dark", width: 1440, axe: true },
  { scheme: "light", width: 360, axe: true },
  { scheme: "dark", width: 800, axe: false },
] as const;

for (const { scheme, width, axe } of VIEWS) {
  test(`screens are in order, ${scheme}, ${width} px`, async ({ page, complaints }) => {
    test.setTimeout(240_000);
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    await page.setViewportSize({ width, height: 900 });
    for (const screen of SCREENS) {
      await page.goto(screen);
      await page.locator("main h1").first().waitFor();
      await page.waitForLoadState("networkidle", { timeout: 1_000 }).catch(() => undefined);
      if (axe) await expectNoFinding(page, screen, scheme);
      const tooWide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      expect(tooWide, `${screen} is wider than the page`).toBe(false);
    }
    expect(complaints).toEqual([]);
  });
}

test("both languages, without a restart, and no key left untranslated", async ({ page }) => {
  await page.goto("/contacts");
  for (const [language, title] of [
    ["en", "Today"],
    ["fr", "Aujourd’hui"],
  ] as const) {
    await page.evaluate(
      (wanted) =>
        fetch("/api/settings", {
          method: "PATCH",
          headers: { "content-type": "application/json", "x-sellify-client": "1" },
          body: JSON.stringify({ language: wanted }),
        }),
      language,
    );
    await page.goto("/");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
    expect(await page.locator("body").textContent()).not.toMatch(/\{\{|\b[a-z]+\.[a-z]+\.[a-z]+\b/);
  }
});
