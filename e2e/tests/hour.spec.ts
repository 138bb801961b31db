// A receptionist's hour: twenty usual tasks by mouse, and again by keyboard alone; and how soon each click is answered.
import { expect, test } from "./help";
import { report, watchClicks, clicksOf } from "./clicks";
import { prepared } from "./hour";
import { CALENDAR } from "./hour-calendar";
import { RECORDS } from "./hour-records";
import { Keys } from "./walk";
import { day } from "./when";

const TASKS = [...CALENDAR, ...RECORDS];
/** Tuesdays of this file's own, one for each run. */
const [BY_MOUSE, BY_KEYS] = [day(35), day(42)];

// A trace of steps alone: pictures of every key and click take longer than what is measured.
test.use({ trace: { mode: "retain-on-failure", snapshots: false, screenshots: false } });

test("twenty usual tasks of a front desk are done by mouse, and each click is answered at once", async ({ house }, info) => {
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
  const clicks = await clicksOf(page);
  await report(clicks, info);
});

test("the same twenty tasks are done by keyboard alone, and each is said", async ({ house }) => {
  test.setTimeout(240_000);
  const { page, mine } = await prepared(house, BY_KEYS);
  const keyboard = new Keys(page);
  for (const { title, keys, came } of TASKS) {
    await test.step(title, async () => {
      await keys(keyboard, page, mine);
      await came(page, mine);
    });
  }
});
