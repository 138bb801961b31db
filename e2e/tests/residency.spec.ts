// Where it is kept: one line for everybody, a box for whoever lives under a law that asks for it, and nothing stored without it.
import { CLINIC, DESK, PHONE, axe, expect, shoot, test } from "./help";

test("whoever lives where a law asks for it agrees before anything is stored", async ({ house }) => {
  test.slow();
  const visitor = await house.someone(PHONE);
  await visitor.goto(`${CLINIC}/book/review`);
  const slot = await visitor.locator('button[name="slot"], input[name="slot"]').first().getAttribute("value");
  const here = `${CLINIC}/book/review/details?slot=${slot}`;
  await visitor.goto(here);
  const form = visitor.locator("main");
  await expect(form).toContainText("What you tell us here is kept in");
  await expect(visitor.getByLabel("Where do you live?")).toBeHidden();
  await shoot(visitor, "residency-booking", { rtl: `${here}&lang=ar` });
  await visitor.goto(`${here}&lang=en`);

  await visitor.getByText("I live in another country").click();
  await visitor.getByLabel("Where do you live?").selectOption({ label: "India" });
  await visitor.locator('input[name="given_name"]').fill("Ishani");
  await visitor.locator('input[name="family_name"]').fill("Varghese");
  await visitor.locator('input[name="email"]').fill(`ishani-${Date.now().toString(36)}@example.net`);
  await visitor.locator('input[name="of_age"]').check();
  await visitor.getByRole("button", { name: "Continue" }).click();
  // Refused, filled, with the fault beside the box.
  await expect(visitor.locator("#e-kept_in")).toBeVisible();
  await expect(visitor.locator('input[name="family_name"]')).toHaveValue("Varghese");
  await axe(visitor);
  await visitor.locator(".kept-in").scrollIntoViewIfNeeded();
  await shoot(visitor, "residency-fault", { few: true });
  await visitor.locator('input[name="kept_in"]').check();
  await visitor.getByRole("button", { name: "Continue" }).click();
  await visitor.locator("form.book button.go").click();
  await expect(visitor).toHaveURL(/done=1/);
});

test("every other form says it, and the page where it is changed shows both words", async ({ house }) => {
  const visitor = await house.someone(PHONE);
  for (const [name, path] of [["sign-up", "/sign-up"], ["complaint", "/privacy/complaint"], ["request", "/privacy/request"]] as const) {
    await visitor.goto(`${CLINIC}${path}`);
    await expect(visitor.locator("main")).toContainText("What you tell us here is kept in");
    await axe(visitor);
    await shoot(visitor, `residency-${name}`, { few: true });
  }
  const desk = await house.enter("Front desk", DESK);
  await desk.goto(`${CLINIC}/clients/new`);
  await expect(desk.locator("main")).toContainText("Tell them before you save");
  await axe(desk);
  await shoot(desk, "residency-desk", { rtl: `${CLINIC}/clients/new?lang=ar` });

  const manager = await house.enter("Manager", DESK);
  await manager.goto(`${CLINIC}/notice/change`);
  await expect(manager.getByLabel("Country in which data is kept")).toHaveValue("IE");
  await expect(manager.locator("main")).toContainText("Whoever runs the program says");
  await visitor.goto(`${CLINIC}/notice`);
  await expect(visitor.locator("main")).toContainText("We keep what you tell us in");
});
