// Who handles something about people for the clinic: read by everybody, kept by the manager and the privacy officer.
import { CLINIC, DESK, axe, expect, shoot, test } from "./help";

test("everybody_reads_who_handles_something_and_the_manager_keeps_the_list", async ({ house }) => {
  const visitor = await house.someone(DESK);
  await visitor.goto(`${CLINIC}/recipients`);
  await expect(visitor.getByRole("heading", { level: 1 })).toHaveText("Who handles something about you for us");
  const accountants = visitor.getByRole("listitem").filter({ hasText: "Marram Accountants" });
  await expect(accountants).toContainText("Bound since");
  await axe(visitor);
  await shoot(visitor, "recipients", { rtl: `${CLINIC}/recipients?lang=ar` });

  const officer = await house.enter("Manager");
  await officer.goto(`${CLINIC}/office/recipients`);
  // What is wrong stands beside its field, and what was typed stays.
  await officer.getByLabel("Legal name").fill("Dune Couriers");
  await officer.getByRole("button", { name: "Add a recipient" }).click();
  await expect(officer.getByLabel("Legal name")).toHaveValue("Dune Couriers");
  await expect(officer.getByRole("alert").first()).toBeVisible();
  await axe(officer);
  await shoot(officer, "office-recipients-faults", { few: true });
  await officer.getByLabel("charging and paying").check();
  await officer.getByLabel("How to reach somebody", { exact: false }).or(officer.getByLabel("Contact", { exact: false })).first().check();
  await officer.getByLabel("Country").fill("IE");
  await officer.getByLabel("Agreement", { exact: true }).fill("DC-1");
  await officer.getByLabel("Signed on").fill("2026-01-05");
  await officer.getByRole("button", { name: "Add a recipient" }).click();
  const announced = officer.getByRole("listitem").filter({ hasText: "Dune Couriers" });
  await expect(announced).toContainText("It counts from");
  await axe(officer);
  await shoot(officer, "office-recipients", { rtl: `${CLINIC}/office/recipients?lang=ar` });
  // Everybody is told from when, on the clinic's front and on the page of what changes.
  await visitor.goto(`${CLINIC}?lang=en`);
  await expect(visitor.locator("main")).toContainText("changes on");
  await visitor.getByRole("link", { name: "Read what changes" }).first().click();
  await expect(visitor.locator("main")).toContainText("New: Dune Couriers");
  await axe(visitor);
  await shoot(visitor, "ahead-recipient", { rtl: `${CLINIC}/notice/ahead?lang=ar` });
  await officer.goto(`${CLINIC}/office/recipients?lang=en`);
  await announced.getByRole("link").click();
  await expect(officer.locator("main")).toContainText("Announced for");
  await expect(officer.getByRole("heading", { level: 1 })).toHaveText("Dune Couriers");
  await axe(officer);
  await shoot(officer, "office-recipient", { few: true });
  await officer.getByRole("button", { name: "End" }).click();
  await expect(officer.getByRole("region", { name: "Over" })).toContainText("Dune Couriers");
});
