// A receptionist's hour: twenty usual tasks by mouse, and again by keyboard alone; and how soon each click is answered.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { clicksOf, report, watchClicks } from "./clicks";
import { expect, test } from "./help";
import { giveBack, prepared } from "./hour";
import { CALENDAR } from "./hour-calendar";
import { RECORDS } from "./hour-records";
import { Keys } from "./walk";
import { day } from "./when";

const TASKS = [...CALENDAR, ...RECORDS];
/** Tuesdays of this file's own, one for each run: the demo has booked nothing so far ahead. */
const [BY_MOUSE, BY_KEYS] = [day(35), day(42)];
/** What a click may take in the middle of all of them. */
const AT_ONCE_MS = 100;

// A trace of steps alone: pictures of every key and click take longer than what is measured.
test.use({ trace: { mode: "retain-on-failure", snapshots: false, screenshots: false } });

test("twenty usual tasks of a front desk are done by mouse, and each click is answered", async ({ house }, info) => {
  test.setTimeout(240_000);
  const { page, mine } = await prepared(house, BY_MOUSE);
  await watchClicks(page);
  await page.reload();
  for (const { title, mouse, came } of TASKS) {
    await test.step(title, async () => {
      await mouse(page, mine);
      await came(page, mine);
    });
  }
  // What the last one led to is there before it is painted.
  const unanswered = async () => (await clicksOf(page)).filter(({ ms }) => ms === undefined);
  await expect.poll(unanswered, "clicks that nothing answered").toEqual([]);
  const clicks = await clicksOf(page);
  await giveBack(page, mine);
  expect(clicks.length, "each task has its clicks").toBeGreaterThanOrEqual(2 * TASKS.length);
  const half = await report(clicks, info);
  expect(half).toBeGreaterThan(0);
  // How long a click takes is only asked of a release build that has the machine for itself.
  if (process.env.KEEPWELL_SPEED) expect(half).toBeLessThan(AT_ONCE_MS);
});

test("the same twenty tasks are done by keyboard alone, and what was done is said", async ({ house }) => {
  test.setTimeout(240_000);
  const { page, mine } = await prepared(house, BY_KEYS);
  const keyboard = new Keys(page);
  for (const { title, keys, came } of TASKS) {
    await test.step(title, async () => {
      await keys(keyboard, page, mine);
      await came(page, mine);
    });
  }
  await giveBack(page, mine);
});

test("the twenty tasks of the guide are those that are tried, in its order", async () => {
  const guide = await readFile(join(import.meta.dirname, "../../docs/desk.md"), "utf8");
  const listed = [...guide.matchAll(/^(\d+)\. \*\*(.+?)\.\*\*/gm)].map(([, number, title]) => `${number} ${title}`);
  expect(listed).toEqual(TASKS.map(({ title }, index) => `${index + 1} ${title}`));
  expect(listed).toHaveLength(20);
});
