import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: "tests",
  outputDir: "test-results",
  globalSetup: "./start.ts",
  // One demo serves all files at once; each file keeps to times and people of its own.
  workers: Number(process.env.WORKERS ?? 2),
  fullyParallel: false,
  forbidOnly: !!process.env.CI,
  // A shared machine can stall for seconds; what passes only the second time is reported as flaky.
  retries: process.env.CI ? 1 : 0,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  reporter: process.env.CI ? [["list"], ["html", { open: "never" }]] : "list",
  use: {
    browserName: "chromium",
    // The clinic's own country: how a date field reads is the browser's choice.
    locale: "en-IE",
    timezoneId: "Europe/Dublin",
    // To record every step of every test costs a tenth of the run: where a test is tried twice, its second try is recorded.
    trace: process.env.CI ? "on-first-retry" : "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      // Debian's own browser, if possible without its window: no browser is downloaded to run the tests.
      executablePath: process.env.CHROMIUM ?? ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"].find(existsSync),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--lang=en-GB",
      ],
    },
  },
});
