// Another system's file on its way in: what the tests of both kinds do on its pages.
import { type Locator, type Page, expect } from "@playwright/test";

/** Chooses a file of these lines and sends it. */
export async function bring(page: Page, name: string, text: string, mimeType = "text/csv"): Promise<void> {
  const main = page.locator("main");
  await main.getByLabel("The file").setInputFiles({ name, mimeType, buffer: Buffer.from(text) });
  await main.getByRole("button", { name: "Look into it" }).click();
}

/** Goes on to what would come of it. */
export const look = (page: Page): Promise<void> => page.locator("main").getByRole("button", { name: "See what would come of it" }).click();

/** A figure by what it counts. */
export const figure = (page: Page, label: string): Locator => page.locator("main").locator("dt", { hasText: label }).locator("xpath=following-sibling::dd[1]");

/** Without script the page is asked again until it has come so far. */
export async function until(page: Page, heading: string): Promise<void> {
  const main = page.locator("main");
  await expect(async () => {
    if (await main.getByRole("link", { name: "Look again" }).count()) await main.getByRole("link", { name: "Look again" }).click();
    await expect(main.getByRole("heading", { name: heading })).toBeVisible({ timeout: 500 });
  }).toPass();
}

/** Saves the rows to mend; what the file is called. */
export async function mend(page: Page): Promise<string> {
  const [saved] = await Promise.all([page.waitForEvent("download"), page.locator("main").getByRole("link", { name: "Save the rows to mend" }).click()]);
  return saved.suggestedFilename();
}

/** Removes the file before its time. */
export async function remove(page: Page): Promise<void> {
  await page.locator("main").getByRole("button", { name: "Remove it now" }).click();
  await expect(page.getByText("The file is removed.")).toBeVisible();
}
