// What the program knows of laws, who answers for data, and the record of processing with every item of Article 30(1).
import { CLINIC, axe, expect, shoot, test } from "./help";

test("each_fact_of_a_law_says_where_it_stands_and_whether_it_was_read", async ({ house }) => {
  const manager = await house.enter("Manager");
  await manager.goto(`${CLINIC}/office`);
  await shoot(manager, "office-due", { rtl: `${CLINIC}/office?lang=ar` });
  await manager.goto(`${CLINIC}/office`);
  await manager.getByRole("link", { name: "Laws", exact: true }).click();
  await expect(manager.getByRole("heading", { level: 1 })).toHaveText("What we know of the law");
  await expect(manager.getByText("None of it is legal advice.")).toBeVisible();
  const first = manager.locator("ul.list > li").first();
  await expect(first.getByRole("link").first()).toHaveAttribute("href", /^https:\/\//);
  await axe(manager);
  await shoot(manager, "law", { rtl: `${CLINIC}/office/law?lang=ar` });
  await manager.goto(`${CLINIC}/office/law`);
  const own = await manager.locator("ul.list > li").count();
  await manager.getByLabel("Whose law").selectOption("all");
  await manager.getByRole("button", { name: "Show" }).click();
  expect(await manager.locator("ul.list > li").count()).toBeGreaterThan(own);
});

test("who_answers_for_data_is_said_once_and_stands_in_the_record_of_processing", async ({ house }) => {
  const manager = await house.enter("Manager");
  await manager.goto(`${CLINIC}/processing`);
  await manager.getByRole("link", { name: "Change who answers" }).click();
  const officer = manager.getByRole("group", { name: "The data protection officer" });
  await officer.getByLabel("Email").fill("nobody");
  await manager.getByRole("button", { name: "Save" }).click();
  await expect(officer.locator("[aria-invalid]").first()).toBeVisible();
  await officer.getByLabel("Name").fill("Privacy desk");
  await officer.getByLabel("Email").fill("privacy@example.org");
  await axe(manager);
  await shoot(manager, "responsible", { rtl: `${CLINIC}/office/responsible?lang=ar` });
  await manager.goto(`${CLINIC}/office/responsible`);
  await officer.getByLabel("Name").fill("Privacy desk");
  await officer.getByLabel("Email").fill("privacy@example.org");
  await manager.getByRole("button", { name: "Save" }).click();
  await expect(manager.getByText("It is kept, and published.")).toBeVisible();
  await manager.goto(`${CLINIC}/processing`);
  await expect(manager.getByText("privacy@example.org")).toBeVisible();
  await axe(manager);
  await shoot(manager, "processing", { rtl: `${CLINIC}/processing?lang=ar` });
});
