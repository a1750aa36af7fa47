// Browser tests against the real program: `sellify serve` on a vault of its own, Debian's Chromium.
import { defineConfig } from "@playwright/test";

const chromium = process.env.SELLIFY_CHROMIUM ?? process.env.CHROMIUM ?? "/usr/bin/chromium";

export default defineConfig({
  testDir: ".",
  // Patience costs nothing when all is well: a wait ends as soon as its condition holds.
  timeout: 180_000,
  expect: { timeout: 40_000 },
  // A shared machine may stop a browser for longer than that. A second failure is a real one.
  retries: process.env.CI ? 1 : 0,
  // Each worker starts a program of its own; two cores carry one.
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  reporter: "line",
  outputDir: "../../ui/test-results",
  use: {
    browserName: "chromium",
    locale: "fr-FR",
    timezoneId: "Europe/Paris",
    viewport: { width: 1440, height: 900 },
    launchOptions: {
      executablePath: chromium.startsWith("/") ? chromium : `/usr/bin/${chromium}`,
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    },
  },
});
