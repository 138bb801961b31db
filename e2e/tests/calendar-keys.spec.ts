// The calendar without a pointer: walked, moved, made longer, marked, blocked, taken back; each said aloud.
import { CLINIC, PHONE, axe, expect, shoot, test } from "./help";
import { book, somebody } from "./booking";
import { laneOf, slip } from "./calendar";
import { day } from "./when";
import { type Page } from "@playwright/test";

/** A Tuesday of this file's own; and an account, because what is taken back is what the account did last. */
const TUESDAY = day(28);

const says = (page: Page) => page.locator("#says");

async function arrived(page: Page, name: string): Promise<void> {
  await slip(page, name).focus();
  await expect(slip(page, name)).toBeFocused();
}

test("by keys alone a visit is picked up, moved, asked about and taken back, and each step is said", async ({ house }) => {
  const visitor = await house.someone(PHONE);
  await book(visitor, "review", TUESDAY, somebody("Kay", "Keys"), "last");
  const desk = await house.enter("Manager");
  await desk.goto(`${CLINIC}/day?date=${TUESDAY}`);
  await arrived(desk, "Kay Keys");
  const start = (await slip(desk, "Kay Keys").getAttribute("data-start")) ?? "";
  await desk.keyboard.press("m");
  await expect(says(desk)).toContainText("Kay Keys");
  await expect(says(desk)).toContainText("Picked up");
  await expect(desk.locator(".ghost")).toBeVisible();
  await desk.keyboard.press("ArrowUp");
  await expect(desk.locator(".ghost")).not.toContainText(`${start}–`);
  await desk.keyboard.press("Escape");
  await expect(says(desk)).toContainText("Put back");
  await expect(desk.locator(".ghost")).toHaveCount(0);
  await expect(slip(desk, "Kay Keys")).toBeFocused();

  // To another day by keys; then two times Enter: put it there, and yes.
  await desk.keyboard.press("m");
  await desk.keyboard.press("PageDown");
  await expect(says(desk)).toContainText("Wednesday 23 December");
  await expect(desk.locator(`[data-day="${day(29)}"]`)).toHaveClass(/aimed/);
  await desk.keyboard.press("PageUp");
  for (let minutes = 0; minutes < 60; minutes += 5) await desk.keyboard.press("ArrowUp");
  await desk.keyboard.press("Shift+ArrowUp");
  await desk.keyboard.press("Shift+ArrowDown");
  const to = ((await desk.locator(".ghost span").last().innerText()) ?? "").slice(0, 5);
  await expect(says(desk)).toContainText(to);
  await desk.keyboard.press("Enter");
  const question = desk.getByRole("dialog");
  await expect(question).toContainText(to);
  // Whatever the rules answer, the focus is on what can be pressed.
  await expect.poll(() => desk.evaluate(() => document.activeElement?.tagName)).toMatch(/BUTTON|A/);
  await desk.keyboard.press("Enter");
  await expect(says(desk)).toContainText("Moved Kay Keys");
  await expect(slip(desk, "Kay Keys")).not.toHaveAttribute("data-start", start);
  await arrived(desk, "Kay Keys");
  await desk.keyboard.press("u");
  await expect(says(desk)).toContainText("Taken back");
  await expect(slip(desk, "Kay Keys")).toHaveAttribute("data-start", start);
});

test("by keys the end of a visit is moved, a visit marked, and free time blocked", async ({ house }) => {
  const visitor = await house.someone(PHONE);
  await book(visitor, "review", TUESDAY, somebody("Rae", "Resize"));
  const desk = await house.enter("Manager");
  await desk.goto(`${CLINIC}/day?date=${TUESDAY}`);
  const mine = slip(desk, "Rae Resize");
  await arrived(desk, "Rae Resize");
  await desk.keyboard.press("r");
  await expect(says(desk)).toContainText("End picked up");
  await desk.keyboard.press("ArrowUp");
  await expect(says(desk)).toContainText("25 minutes");
  await desk.keyboard.press("Enter");
  await expect(desk.getByRole("dialog")).toContainText("25 min");
  await desk.keyboard.press("Enter");
  await expect(says(desk)).toContainText("Rae Resize now until");
  await expect(mine).toHaveAttribute("data-minutes", "25");

  await arrived(desk, "Rae Resize");
  await desk.keyboard.press("c");
  await expect(says(desk)).toContainText("Rae Resize: Confirmed");
  // What cannot be yet is said, and nothing is changed.
  await arrived(desk, "Rae Resize");
  await desk.keyboard.press("k");
  await expect(says(desk)).toContainText("Nothing was changed");
  await expect(desk.locator("[data-news]")).toBeVisible();

  await arrived(desk, "Rae Resize");
  await desk.keyboard.press("Home");
  const gap = laneOf(desk, "Rae Resize").locator("a.gap").first();
  await gap.focus();
  await desk.keyboard.press("b");
  await expect(desk.locator("#block-title")).toBeVisible();
  await desk.getByLabel("What for").fill("Case meeting");
  await desk.keyboard.press("Enter");
  await expect(says(desk)).toContainText("The time is blocked");
  await desk.locator("body").press("Control+z");
  await expect(says(desk)).toContainText("free again");

  // A word typed into a field is no command.
  await desk.keyboard.press("/");
  await desk.keyboard.type("mu?");
  await expect(desk.locator(".find input")).toHaveValue("mu?");
});

test("the keys are listed on a question mark, and views, days and columns are walked", async ({ house }) => {
  const desk = await house.enter("Manager");
  await desk.goto(`${CLINIC}/day?date=${TUESDAY}`);
  await desk.locator(".cal a.at").first().focus();
  await desk.keyboard.press("?");
  const list = desk.getByRole("dialog", { name: "Keys of the calendar" });
  await expect(list).toBeVisible();
  await axe(desk);
  await shoot(desk, "calendar-keys", { whole: false, few: true });
  await desk.keyboard.press("Escape");
  await expect(list).toBeHidden();
  await expect(desk.locator(".cal a.at").first()).toBeFocused();
  await desk.keyboard.press("PageDown");
  await expect(desk.getByRole("heading", { level: 1 })).toHaveText("Wednesday 23 December");
  await desk.locator(".cal a.at, .cal a.gap").first().focus();
  await desk.keyboard.press("PageUp");
  await expect(desk.getByRole("heading", { level: 1 })).toHaveText("Tuesday 22 December");
  // Enter opens beside the board and goes on there; Escape comes back.
  await desk.locator(".cal a.at").first().focus();
  await desk.keyboard.press("Enter");
  await expect(desk.locator("#chosen-name")).toBeFocused();
  await desk.keyboard.press("Escape");
  await expect(desk.locator(".chosen")).toHaveCount(0);
  await expect.poll(() => desk.evaluate(() => !!document.activeElement?.closest(".cal"))).toBe(true);
  await desk.keyboard.press("2");
  await expect(desk.locator(".cal.compact")).toBeVisible();
  await desk.locator(".cal a.at").first().focus();
  await desk.keyboard.press("ArrowRight");
  await expect.poll(() => desk.evaluate(() => !!document.activeElement?.matches(".cal a"))).toBe(true);
});
