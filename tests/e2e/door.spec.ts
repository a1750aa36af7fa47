// The network door: a one-time link, a session, and nothing without them.
import { test as plain } from "@playwright/test";
import { expect, forget, freshFolder, sellify, serve, test } from "./sellify";

plain(
  "a stranger sees the sign-in page, a wrong code is refused, the link works once",
  async ({ browser }) => {
    const dir = freshFolder();
    sellify(dir, "init");
    const server = await serve(dir);
    const page = await browser.newPage();
    await page.goto(`${server.origin}/contacts`);
    await expect(page.getByRole("heading", { name: "Entrer dans Sellify" })).toBeVisible();
    await page.getByLabel(/Lien ou code/).fill("wrong");
    await page.getByRole("button", { name: "Entrer" }).click();
    await expect(page.getByRole("alert")).toContainText("n’est plus valable");
    // The whole link may be pasted.
    await page.getByLabel(/Lien ou code/).fill(server.link);
    await page.getByRole("button", { name: "Entrer" }).click();
    await expect(page.getByRole("heading", { name: "Aujourd’hui" })).toBeVisible();

    const other = await browser.newContext({ locale: "fr-FR" });
    const second = await other.newPage();
    await second.goto(server.link);
    await expect(second.getByRole("alert")).toContainText("n’est plus valable");
    await other.close();
    await page.close();
    await server.stop();
    forget(dir);
  },
);

test("the page's policy allows no foreign script, style or frame", async ({ page }) => {
  const answer = await page.goto("/");
  const policy = answer?.headers()["content-security-policy"] ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain("'unsafe-inline' 'self'");
  expect(policy).toMatch(/script-src 'self'(;| )/);
});
