// The self-check: the first runs by itself, each finding is read, and the summary of impact keeps what is written beside it.
import { CLINIC, axe, expect, shoot, test } from "./help";

test("a_check_runs_by_itself_and_each_of_its_findings_leads_on", async ({ house }) => {
  const officer = await house.enter("Privacy officer");
  await officer.goto(`${CLINIC}/office`);
  await officer.getByRole("link", { name: "Self-checks" }).click();
  await expect(officer.getByRole("heading", { level: 1 })).toHaveText("Self-checks");
  // Made within moments of the start, on its day.
  await expect(async () => {
    await officer.reload();
    await expect(officer.locator("ul.list a.through").first()).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 60_000 });
  await axe(officer);
  await shoot(officer, "checks", { rtl: `${CLINIC}/office/checks?lang=ar` });
  // Pressed right after, it rests.
  await officer.goto(`${CLINIC}/office/checks`);
  await officer.getByRole("button", { name: "Check now" }).click();
  await expect(officer.getByText(/One has just run|under way/).first()).toBeVisible();
  await officer.locator("ul.list a.through").last().click();
  await expect(officer.getByRole("heading", { level: 1 })).toHaveText("Self-check");
  await officer.locator("details > summary").first().click();
  await axe(officer);
  await shoot(officer, "check", { rtl: `${new URL(officer.url()).pathname}?lang=ar` });
  await officer.goto(`${CLINIC}/office/checks`);
  await officer.locator("ul.list a.through").last().click();
  await officer.locator("details > summary").first().click();
  await officer.locator("details[open] ul.list a").first().click();
  await expect(officer).toHaveURL(/\/notice\//);
});

test("the_summary_of_impact_keeps_what_is_written_beside_it", async ({ house }) => {
  const officer = await house.enter("Privacy officer");
  await officer.goto(`${CLINIC}/processing`);
  await officer.getByRole("link", { name: "Impact" }).click();
  await expect(officer.getByRole("heading", { level: 1 })).toHaveText("Data protection impact");
  const risks = officer.locator("section#risks");
  await risks.getByLabel("Your assessment").fill("We treat adults and few children; their parents book for them.");
  await risks.getByRole("button", { name: "Keep this version" }).click();
  await expect(officer.locator("section#risks blockquote").first()).toContainText("few children");
  await axe(officer);
  await shoot(officer, "impact", { rtl: `${CLINIC}/processing/impact?lang=ar` });
});
