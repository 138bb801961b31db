// What tests of the calendar share: days of their own, and finding one's way on the board.
import { expect, type Locator, type Page } from "@playwright/test";
import { day } from "./when";

/** A day of the calendar's tests, three weeks ahead: a Monday. */
export const MONDAY = day(20);

export const slip = (page: Page, name: string): Locator => page.locator(".cal a.at", { hasText: name });
export const laneOf = (page: Page, name: string): Locator => page.locator(".lane").filter({ has: page.locator("a.at", { hasText: name }) });
export const who = async (page: Page, name: string): Promise<string> => (await laneOf(page, name).getAttribute("data-who")) ?? "";

/** The first free stretch of at least `minutes` in another lane than the visit's. */
export async function free(page: Page, name: string, minutes: number): Promise<{ gap: Locator; who: string; start: string }> {
  const mine = await who(page, name);
  const gaps = page.locator(".lane a.gap");
  for (let at = 0; at < (await gaps.count()); at += 1) {
    const gap = gaps.nth(at);
    const there = (await gap.locator("xpath=ancestor::ol").getAttribute("data-who")) ?? "";
    if (there === mine || Number(await gap.getAttribute("data-minutes")) < minutes) continue;
    const start = (await gap.getAttribute("data-start")) ?? "";
    // Found again by what it is: once something moves, it is another in the row.
    return { gap: page.locator(`.lane[data-who="${there}"] a.gap[data-start="${start}"]`), who: there, start };
  }
  throw new Error("nobody has time");
}

type Box = NonNullable<Awaited<ReturnType<Locator["boundingBox"]>>>;

/** Where something is. A board that is being drawn anew says nothing for a moment. */
export async function boxOf(what: Locator): Promise<Box> {
  let box: Box | null = null;
  await expect(async () => expect((box = await what.boundingBox())).not.toBeNull()).toPass();
  return box!;
}

/** Drags `from` by its upper part until its upper edge lies where `to` begins. */
export async function drag(page: Page, from: Locator, to: Locator, drop = true): Promise<void> {
  await from.hover({ position: { x: 30, y: 6 } });
  await page.mouse.down();
  // Away from the edges of the board, at which it goes on by itself while something is held.
  await to.evaluate((there) => there.scrollIntoView({ block: "center", inline: "center" }));
  const end = await boxOf(to);
  await page.mouse.move(end.x + 20, end.y + 40, { steps: 4 });
  await page.mouse.move(end.x + 30, end.y + 6, { steps: 4 });
  if (drop) await page.mouse.up();
}

/** Drags the end of a visit by so many pixels. */
export async function stretch(page: Page, visit: Locator, by: number): Promise<void> {
  const { height } = await boxOf(visit);
  await visit.hover({ position: { x: 40, y: height - 3 } });
  const { x, y } = await boxOf(visit);
  await page.mouse.down();
  await page.mouse.move(x + 40, y + height - 3 + by / 2, { steps: 3 });
  await page.mouse.move(x + 40, y + height + by, { steps: 3 });
  await page.mouse.up();
}
