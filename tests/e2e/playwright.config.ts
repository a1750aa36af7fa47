// Browser tests against the real program: `sellify serve` on a vault of its own, Debian's Chromium.
import { defineConfig } from "@playwright/test";

const chromium = process.env.SELLIFY_CHROMIUM ?? process.env.CHROMIUM ?? "/usr/bin/chromium";

export default defineConfig({
  testDir: ".",
  timeout: 60_000,
  expect: { timeout: 15_000 },
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
