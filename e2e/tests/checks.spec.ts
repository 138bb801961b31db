// The self-check: the first runs by itself, each finding is read, and the summary of impact keeps what is written beside it.
import { CLINIC, axe, expect, shoot, test } from "./help";

test("a_check_runs_by_itself_and_each_of_its_findings_leads_on", async ({ house }) => {
  const manager = await house.enter("Manager");
  await manager.goto(`${CLINIC}/office`);
  await manager.getByRole("link", { name: "Self-checks" }).click();
  await expect(manager.getByRole("heading", { level: 1 })).toHaveText("Self-checks");
  // Made within moments of the start, on its day.
  await expect(async () => {
    await manager.reload();
    await expect(manager.locator("ul.list a.through").first()).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 60_000 });
  await axe(manager);
  await shoot(manager, "checks", { rtl: `${CLINIC}/office/checks?lang=ar` });
  // Pressed right after, it rests.
  await manager.goto(`${CLINIC}/office/checks`);
  await manager.getByRole("button", { name: "Check now" }).click();
  await expect(manager.getByText(/One has just run|under way/).first()).toBeVisible();
  await manager.locator("ul.list a.through").last().click();
  await expect(manager.getByRole("heading", { level: 1 })).toHaveText("Self-check");
  await manager.locator("details > summary").first().click();
  await axe(manager);
  await shoot(manager, "check", { rtl: `${new URL(manager.url()).pathname}?lang=ar` });
  await manager.goto(`${CLINIC}/office/checks`);
  await manager.locator("ul.list a.through").last().click();
  await manager.locator("details > summary").first().click();
  await manager.locator("details[open] ul.list a").first().click();
  await expect(manager).toHaveURL(/\/notice\//);
});

test("the_summary_of_impact_keeps_what_is_written_beside_it", async ({ house }) => {
  const manager = await house.enter("Manager");
  await manager.goto(`${CLINIC}/processing`);
  await manager.getByRole("link", { name: "Impact" }).click();
  await expect(manager.getByRole("heading", { level: 1 })).toHaveText("Data protection impact");
  const risks = manager.locator("section#risks");
  await risks.getByLabel("Your assessment").fill("We treat adults and few children; their parents book for them.");
  await risks.getByRole("button", { name: "Keep this version" }).click();
  await expect(manager.locator("section#risks blockquote").first()).toContainText("few children");
  await axe(manager);
  await shoot(manager, "impact", { rtl: `${CLINIC}/processing/impact?lang=ar` });
});
