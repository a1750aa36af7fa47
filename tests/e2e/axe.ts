// Axe on the screen as it stands, in light and in dark.
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

export type Scheme = "light" | "dark";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** No finding of axe in the colours of the moment. Dark and light differ in nothing but colours. */
export async function expectNoFinding(page: Page, screen: string, scheme: Scheme): Promise<void> {
  // A dialog that is still fading in has the contrast of neither end.
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .filter((animation) => animation.effect?.getComputedTiming().endTime !== Infinity)
      .every((animation) => animation.playState !== "running"),
  );
  // The frames of messages run no script, axe's included; their words are the writer's own.
  const axe = new AxeBuilder({ page }).exclude("iframe");
  const { violations } = await (scheme === "dark"
    ? axe.withRules("color-contrast")
    : axe.withTags(RULES)
  ).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  expect(found, `${screen}, ${scheme}`).toEqual([]);
}

export async function expectAccessible(page: Page, screen: string): Promise<void> {
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", colorScheme);
    await expectNoFinding(page, screen, colorScheme);
  }
}
