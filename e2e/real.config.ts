// The browser over real data, run by scripts/real-data. No demo is started: what is looked at is served already.
import { defineConfig } from "@playwright/test";
import usual from "./playwright.config.ts";

export default defineConfig({ ...usual, globalSetup: undefined, testDir: "real", outputDir: "test-results/real", timeout: 300_000 });
