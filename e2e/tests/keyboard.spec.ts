// Everything without a pointer.
import { CLINIC, DESK, expect, test } from "./help";
import { book, somebody } from "./booking";
import { day } from "./when";

test("the first stop of every page leads past what repeats, and focus can be seen", async ({ house }) => {
  const page = await house.someone(DESK);
  for (const path of [CLINIC, `${CLINIC}/book/review`, `${CLINIC}/notice`, `${CLINIC}/sign-in`]) {
    await page.goto(path);
    await page.keyboard.press("Tab");
    const skip = page.locator(".skip");
    await expect(skip).toBeFocused();
    await expect(skip).toBeInViewport();
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/#main$/);
    await page.keyboard.press("Tab");
    // The next stop lies in the page itself.
    expect(await page.evaluate(() => !!document.activeElement?.closest("main")), path).toBe(true);
  }
});

test("a visitor books with the keyboard alone", async ({ house }) => {
  const page = await house.someone(DESK);
  const wren = somebody("Wren", "Halloran");
  const until = async (there: () => Promise<boolean>) => {
    for (let stops = 0; stops < 60; stops += 1) {
      if (await there()) return;
      await page.keyboard.press("Tab");
    }
    throw new Error("never reached by Tab");
  };
  const at = (selector: string) => () => page.evaluate((selector) => !!document.activeElement?.matches(selector), selector).catch(() => false); // a page on its way has no focus yet
  await page.goto(CLINIC);
  await until(at("a.through[href$='/book/review']"));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Choose a time");
  // The days are one group: an arrow takes the next day and keeps the focus through the change.
  await until(at("input[name=day]"));
  const before = await page.locator("#chosen-day").innerText();
  await page.keyboard.press("ArrowRight");
  await expect(page.locator("#chosen-day")).not.toHaveText(before);
  await expect.poll(at("input[name=day]:checked")).toBe(true);
  await until(at("input[name=slot]"));
  await page.keyboard.press("Space");
  await expect(page.locator("[data-chosen] b")).not.toHaveText("No time chosen yet");
  // Enter in a group of choices goes on with what is chosen, not with the first free time.
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Who is coming?");
  for (const [name, text] of [["given_name", wren.given], ["family_name", wren.family], ["email", wren.email]] as const) {
    await until(at(`[name=${name}]`));
    await page.keyboard.type(text);
  }
  await until(at("[name=of_age]"));
  await page.keyboard.press("Space");
  await until(at(".bar button.go"));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Is all of this right?");
  await until(at(".bar button.go"));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("See you soon.");
});

test("on the day board arrows walk from visit to visit, a slash finds, Escape closes", async ({ house }) => {
  const desk = await house.enter("Front desk");
  await desk.goto(`${CLINIC}/day?date=${day()}`);
  const focused = () => desk.evaluate(() => (document.activeElement as HTMLElement | null)?.closest(".lane")?.getAttribute("aria-labelledby") ?? "");
  const top = () => desk.evaluate(() => document.activeElement?.getBoundingClientRect().top ?? 0);
  // The board is one stop.
  expect(await desk.locator(".cal a:not([tabindex='-1'])").count()).toBe(1);
  const lanes = desk.locator(".lane");
  await lanes.first().locator("a").first().focus();
  const [lane, height] = [await focused(), await top()];
  await desk.keyboard.press("ArrowDown");
  expect(await focused()).toBe(lane);
  expect(await top()).toBeGreaterThan(height);
  await desk.keyboard.press("ArrowUp");
  expect(await top()).toBe(height);
  await desk.keyboard.press("ArrowRight");
  expect(await focused()).not.toBe(lane);
  await desk.keyboard.press("ArrowLeft");
  expect(await focused()).toBe(lane);
  await desk.keyboard.press("End");
  const last = await top();
  expect(last).toBeGreaterThan(height);
  await desk.keyboard.press("Home");
  expect(await top()).toBeLessThan(last);
  await desk.keyboard.press("Enter");
  await expect(desk.locator(".chosen").or(desk.locator("#book-title")).first()).toBeVisible();

  await desk.locator("body").press("/");
  const find = desk.locator(".find input");
  await expect(find).toBeFocused();
  // In a field a slash is a slash.
  await desk.keyboard.type("a/b");
  await expect(find).toHaveValue("a/b");
});

test("a question opens and closes by keyboard and gives the focus back", async ({ house }) => {
  const page = await house.someone(DESK);
  const { link } = await book(page, "video", day(12), somebody("Sybil", "Hartnoll"));
  await page.goto(link);
  const opener = page.getByRole("link", { name: "Cancel", exact: true });
  await opener.focus();
  await page.keyboard.press("Enter");
  const question = page.getByRole("dialog");
  await expect(question).toBeVisible();
  // The safe answer comes first.
  await expect(question.getByRole("button", { name: "Keep it" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(question).toBeHidden();
  await expect(opener).toBeFocused();
});
