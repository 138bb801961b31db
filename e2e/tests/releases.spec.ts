// A release for research: drafted, weighed, refused to whoever drafted it, approved by somebody else, taken; and a count with
// noise that is paid for.
import { CLINIC, DESK, axe, axeOfLayout, expect, shoot, test } from "./help";

test("a release is weighed before it is one, and somebody else approves it", async ({ house }) => {
  const manager = await house.enter("Manager");
  await manager.goto(`${CLINIC}/releases`);
  const main = manager.locator("main");
  await expect(main.getByText("Shannon Institute for Movement")).toBeVisible();
  await axe(manager);
  await shoot(manager, "releases", { rtl: `${CLINIC}/releases?lang=ar` });

  await manager.goto(`${CLINIC}/releases/new?lang=en`);
  await main.getByLabel("People alike in each class, at least").fill("3");
  await main.getByRole("button", { name: "Read and weigh" }).click();
  await expect(main.locator("#e-k")).toBeVisible();
  await axe(manager);
  await shoot(manager, "releases-new", { few: true });
  await main.getByLabel("People alike in each class, at least").fill("11");
  await main.getByLabel("To whom").fill("Atlantic Centre for Gait");
  await main.getByLabel("What for").fill("When people come");
  await main.getByLabel("Practitioner, as a number").uncheck();
  await main.getByLabel("Rows that may stay here, in percent").fill("30");
  await main.getByRole("button", { name: "Read and weigh" }).click();
  const page = new URL(manager.url()).pathname;
  await expect(async () => {
    await manager.goto(page);
    await expect(main.getByRole("heading", { name: "Waits for a decision" })).toBeVisible({ timeout: 500 });
  }).toPass();
  await expect(main.getByText("You drafted this. Somebody else")).toBeVisible();
  await expect(main.getByRole("button", { name: "Approve and sign" })).toHaveCount(0);

  const officer = await house.someone(DESK);
  await officer.goto("/");
  await officer.getByRole("button", { name: "Enter as Privacy officer" }).click();
  await officer.waitForURL(/\/office/);
  await officer.goto(page);
  await axe(officer);
  await axeOfLayout(officer, "dark");
  await shoot(officer, "release-weighed", { rtl: `${page}?lang=ar` });
  await officer.goto(`${page}?lang=en`);
  await officer.getByRole("button", { name: "Approve and sign" }).click();
  await expect(officer.locator(".toast")).toContainText("Approved and signed.");
  await axe(officer);
  await shoot(officer, "release-approved", { few: true });
  const taken = officer.waitForEvent("download");
  await officer.getByRole("link", { name: "Take the file (CSV)" }).click();
  expect((await taken).suggestedFilename()).toMatch(/^rel_.*\.csv$/);
});

test("a count with noise is paid for once", async ({ house }) => {
  const manager = await house.enter("Manager");
  await manager.goto(`${CLINIC}/releases/counts`);
  const main = manager.locator("main");
  await expect(main.getByText(/0\.5 of 3\.0 spent/)).toBeVisible();
  await axe(manager);
  await shoot(manager, "releases-counts", { rtl: `${CLINIC}/releases/counts?lang=ar` });
  await manager.goto(`${CLINIC}/releases/counts?lang=en`);
  await main.getByRole("link", { name: /Visits, by: What became/ }).first().click();
  await expect(main.getByText("did not come")).toBeVisible();
  await axe(manager);
  await shoot(manager, "releases-count", { few: true });
});
