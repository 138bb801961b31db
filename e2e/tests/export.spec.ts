// The manager takes everything along: says why, takes the file, and finds it in the list as taken.
import { readFile } from "node:fs/promises";
import { CLINIC, axe, axeOfLayout, expect, shoot, test } from "./help";

test("everything the clinic keeps is asked for with a reason, taken as one file, and listed", async ({ house }) => {
  const page = await house.enter("Manager");
  const main = page.locator("main");
  await page.goto(`${CLINIC}/setup`);
  await main.getByRole("link", { name: "Take everything along" }).click();
  await main.getByRole("button", { name: "Ask for the file" }).click();
  await expect(main.locator("#f-reason")).toBeFocused();
  await axe(page);
  await shoot(page, "export-refused", { few: true });
  await main.getByLabel("Why").fill("A copy for our own keeping");
  await main.getByRole("button", { name: "Ask for the file" }).click();
  await expect(page.getByText("It is written down that you asked for it, and why.")).toBeVisible();
  const listed = main.getByRole("listitem").filter({ hasText: "A copy for our own keeping" });
  await expect(listed).toContainText("ready to take");
  await axe(page);
  await axeOfLayout(page, "dark");
  await shoot(page, "export", { rtl: `${CLINIC}/setup/export?lang=ar` });
  const [file] = await Promise.all([page.waitForEvent("download"), main.getByRole("link", { name: "Take the file" }).click()]);
  expect(file.suggestedFilename()).toMatch(/^linden-quay-\d{4}-\d\d-\d\d\.zip$/);
  const bytes = await readFile(await file.path());
  expect(bytes.subarray(0, 2).toString()).toBe("PK");
  expect(bytes.includes("clients.csv")).toBe(true);
  // The page brings itself up to date.
  await expect(listed).toContainText(/rows, .*documents?/);
});
