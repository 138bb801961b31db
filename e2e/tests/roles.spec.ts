// The manager makes a role, reads what giving it changes, and saves just that.
import { CLINIC, axe, expect, shoot, test } from "./help";

test("a role is made, what it changes is read in words and figures, and then it is given", async ({ house }) => {
  const manager = await house.enter("Manager", { viewport: { width: 1440, height: 900 } });
  const main = manager.locator("main");
  const name = `Evenings ${Date.now().toString(36)}`;
  await manager.goto(`${CLINIC}/staff/invite`);
  await manager.locator("[name=name]").fill("Nell Hadley");
  await manager.getByRole("textbox", { name: "Email" }).fill(`nell.${Date.now().toString(36)}@example.org`);
  await main.getByLabel("Privacy officer").check();
  await main.locator("button.go").click();

  await manager.getByRole("link", { name: "Roles" }).click();
  await expect(main.getByRole("heading", { level: 1 })).toHaveText("Roles");
  await shoot(manager, "roles");
  await main.getByRole("link", { name: "New role" }).click();
  // Nothing said: the form comes back with what is missing beside its fields.
  await main.locator("button.go").click();
  await expect(manager.getByRole("alert").first()).toBeVisible();
  await shoot(manager, "role-faults");
  await main.getByLabel("Name").fill(name);
  await main.getByLabel(/^Front desk/).first().check();
  await main.getByLabel(/^Merge two records/).uncheck();
  await main.locator("button.go").click();
  await expect(main).toContainText(name);
  await expect(main).toContainText("Without: Merge two records of one person");

  await manager.goto(`${CLINIC}/staff`);
  await manager.getByRole("link", { name: "Nell Hadley" }).last().click();
  await main.getByLabel(new RegExp(`^${name}`)).check();
  await main.getByLabel(/^Privacy officer/).uncheck();
  await main.getByRole("button", { name: "See what it changes" }).click();
  await expect(main).toContainText(/Nell Hadley will be able to open .+ records that are closed to them today: of all clients, for scheduling and for administration/);
  await expect(main).toContainText("will no longer be able to open");
  await expect(main).not.toContainText("Merge two records");
  await axe(manager);
  await shoot(manager, "role-effect");
  await main.getByRole("button", { name: "Yes, save it" }).click();
  await expect(main.locator("tr", { hasText: name })).toContainText("Nell Hadley");

  await manager.goto(`${CLINIC}/roles`);
  await main.getByRole("link", { name }).click();
  await expect(main).toContainText("Nell Hadley");
  await axe(manager);
  await shoot(manager, "role");
});
