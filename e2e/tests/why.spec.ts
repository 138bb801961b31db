// "Why is this time not offered?": from the day, from a refused booking, and mended by one click.
import { CLINIC, axe, expect, shoot, test } from "./help";
import { day } from "./when";

/** Days of this file's own: a Thursday and a Friday. */
const [THURSDAY, FRIDAY] = [day(30), day(31)];

test("from the day, with a service chosen, a time that does not fit says why; from the form too", async ({ house }) => {
  const desk = await house.enter("Front desk");
  await desk.goto(`${CLINIC}/day?date=${THURSDAY}`);
  await desk.getByLabel("Free for").selectOption({ label: "First physiotherapy visit" });
  await expect(desk).toHaveURL(/service=svc_/);
  const not = desk.locator("a.gap.not").first();
  await expect(not).toContainText("Why?");
  await axe(desk);
  await shoot(desk, "calendar-for-a-service", { whole: false, few: true });
  await not.click();
  await expect(desk.getByRole("heading", { level: 1 })).toHaveText("Why is this time not offered?");
  await expect(desk.getByText("It cannot be booked.")).toBeVisible();
  await expect(desk.locator(".obstacles > li").first()).toBeVisible();
  await axe(desk);
  await shoot(desk, "why-taken");
  // The visit that is in the way can be gone to, and moved.
  await desk.getByRole("link", { name: "Open the visit" }).first().click();
  await expect(desk.locator("#chosen-name")).toBeVisible();

  await desk.goto(`${CLINIC}/appointments?date=${THURSDAY}`);
  await desk.getByRole("searchbox", { name: "Client", exact: true }).fill("Achterberg");
  await desk.getByRole("button", { name: "Find" }).click();
  await desk.getByRole("radio", { name: /Achterberg/ }).first().check();
  await desk.getByLabel("Time", { exact: true }).fill("03:00");
  await desk.locator("main .btn.go").click();
  await desk.getByRole("link", { name: "What stands in the way" }).click();
  await expect(desk.locator(".obstacles").first()).toContainText("Outside working hours");
});

test("what keeps only visitors away the desk may book; blocked time is given back; hours are opened for one day", async ({ house }) => {
  const manager = await house.enter("Manager");
  await manager.goto(`${CLINIC}/why`);
  await axe(manager);
  const ask = async (service: string, date: string, time: string) => {
    await manager.getByLabel("What", { exact: true }).selectOption({ label: service });
    await manager.getByLabel("With", { exact: true }).selectOption({ label: "Maeve Corrigan" });
    await manager.getByLabel("Date", { exact: true }).fill(date);
    await manager.getByLabel("Time", { exact: true }).fill(time);
    await manager.getByRole("button", { name: "Ask" }).click();
  };
  // Outside her hours: opened for that one day, and then it is offered.
  await ask("Video visit", FRIDAY, "19:00");
  await expect(manager.locator(".obstacles")).toContainText("Maeve Corrigan works 08:00 to 12:30 and 13:15 to 17:30 that day");
  await shoot(manager, "why-hours");
  await manager.getByRole("button", { name: "Open 19:00 to 19:30 for Maeve that day" }).click();
  await expect(manager.locator(".toast")).toContainText("Hours are opened");
  await expect(manager.getByText("It is offered: online and at the desk.")).toBeVisible();
  await axe(manager);
  await shoot(manager, "why-offered", { few: true });
  // Five past is no time a visitor is shown; the desk books it anyway.
  await ask("Video visit", FRIDAY, "19:05");
  await expect(manager.locator(".obstacles").first()).toContainText("Outside working hours");
  await ask("Video visit", FRIDAY, "12:05");
  await expect(manager.getByText(/It is not offered online|It cannot be booked/)).toBeVisible();
  await expect(manager.locator("main")).toContainText("a time every 15 minutes");

  // Blocked, asked, given back from the answer.
  await manager.goto(`${CLINIC}/day?date=${FRIDAY}`);
  const lane = manager.locator(".lane").filter({ has: manager.locator("a.gap[data-start='19:00']") });
  await lane.locator("a.gap[data-start='19:00']").focus();
  await manager.keyboard.press("b");
  await manager.getByLabel("What for").fill("Stock taking");
  await manager.getByRole("button", { name: "Block it", exact: true }).click();
  await expect(manager.locator("a.block", { hasText: "Stock taking" })).toBeVisible();
  await manager.goto(`${CLINIC}/why`);
  await ask("Video visit", FRIDAY, "19:00");
  await expect(manager.locator(".obstacles")).toContainText("Stock taking");
  await manager.getByRole("button", { name: "Give the time back" }).click();
  await expect(manager.locator(".toast")).toContainText("free again");
});
