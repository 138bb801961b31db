// The staff calendar by mouse: dragged, drawn, asked, taken back; and what happens when two desks do it at once.
import { CLINIC, PHONE, axe, axeOfLayout, expect, overflow, shoot, test } from "./help";
import { book, openLetter, somebody } from "./booking";
import { MONDAY, drag, free, laneOf, slip, stretch, who } from "./calendar";
import { day } from "./when";

test("a visit is dragged to somebody else, asked about, moved with a letter, and taken back", async ({ house }) => {
  const visitor = await house.someone(PHONE);
  const wanda = somebody("Wanda", "Drag");
  const { time } = await book(visitor, "review", MONDAY, wanda);
  const desk = await house.enter("Front desk");
  await desk.goto(`${CLINIC}/day?date=${MONDAY}`);
  const mine = await who(desk, "Wanda Drag");
  const to = await free(desk, "Wanda Drag", 30);
  await drag(desk, slip(desk, "Wanda Drag"), to.gap, false);
  await expect(desk.locator(".ghost")).toContainText(`${to.start}–`);
  await desk.screenshot({ path: `${process.env.SHOTS ?? "../shots"}/calendar-dragging.png` });
  await desk.mouse.up();

  const question = desk.getByRole("dialog");
  await expect(question.getByRole("heading", { name: "Change Wanda Drag’s visit?" })).toBeVisible();
  await expect(question).toContainText(time);
  await expect(question).toContainText(to.start);
  await expect(question).toContainText(wanda.email);
  await axe(desk);
  await shoot(desk, "calendar-ask", { whole: false });
  // Leaving it changes nothing.
  await question.getByRole("link", { name: "Leave it as it is" }).click();
  await expect(question).toBeHidden();
  expect(await who(desk, "Wanda Drag")).toBe(mine);

  await drag(desk, slip(desk, "Wanda Drag"), to.gap);
  await question.getByRole("button", { name: "Change it" }).click();
  await expect(desk.locator(".toast")).toContainText("Moved Wanda Drag");
  await expect(desk.locator("#says")).toContainText("Moved Wanda Drag");
  await expect.poll(() => who(desk, "Wanda Drag")).toBe(to.who);
  await expect(slip(desk, "Wanda Drag")).toHaveAttribute("data-start", to.start);
  await shoot(desk, "calendar-moved", { whole: false });
  await openLetter(visitor, wanda.email, "Your visit is now on");

  await desk.locator(".toast").getByRole("button", { name: "Undo the move" }).click();
  await expect(desk.locator(".toast")).toContainText("Taken back");
  await expect.poll(() => who(desk, "Wanda Drag")).toBe(mine);
  await expect(slip(desk, "Wanda Drag")).toHaveAttribute("data-start", time);
  // A second time there is nothing to take back.
  await expect(desk.locator("[data-undo]")).toHaveCount(0);
});

test("what is cancelled elsewhere while it is dragged is not moved, and the desk is told", async ({ house }) => {
  const visitor = await house.someone(PHONE);
  await book(visitor, "review", MONDAY, somebody("Gwen", "Elsewhere"));
  const desk = await house.enter("Front desk");
  await desk.goto(`${CLINIC}/day?date=${MONDAY}`);
  const other = await house.enter("Manager");
  await other.goto((await slip(desk, "Gwen Elsewhere").getAttribute("href")) ?? "");
  const to = await free(desk, "Gwen Elsewhere", 30);
  await drag(desk, slip(desk, "Gwen Elsewhere"), to.gap, false);

  await other.getByText("Cancel this visit?").click();
  await other.getByRole("button", { name: "Cancel visit" }).click();
  await expect(other.locator(".toast")).toContainText("Cancelled");
  // What is held does not vanish under the hand.
  await desk.waitForTimeout(600);
  await expect(slip(desk, "Gwen Elsewhere")).toHaveCount(1);
  await desk.mouse.up();
  const question = desk.getByRole("dialog");
  await expect(question).toContainText("somebody was quicker");
  await expect(question.getByRole("button", { name: "Change it" })).toHaveCount(0);
  await axe(desk);
  await shoot(desk, "calendar-too-late", { whole: false, few: true });
  await question.getByRole("link", { name: "To the day" }).click();
  await expect(slip(desk, "Gwen Elsewhere")).toHaveCount(0);
});

test("the end of a visit is dragged, and into taken time it is not", async ({ house }) => {
  const visitor = await house.someone(PHONE);
  await book(visitor, "video", day(24), somebody("Lena", "Longer"));
  const desk = await house.enter("Front desk");
  await desk.goto(`${CLINIC}/day?date=${day(24)}`);
  const mine = slip(desk, "Lena Longer");
  const [start, minutes] = [(await mine.getAttribute("data-start")) ?? "", Number(await mine.getAttribute("data-minutes"))];
  const hour = await mine.evaluate((slip) => (slip.getBoundingClientRect().height + 3) / (Number((slip as HTMLElement).dataset.minutes) / 60));
  await stretch(desk, mine, -hour / 6);
  const question = desk.getByRole("dialog");
  await expect(question).toContainText("Length");
  await expect(question).toContainText(`${minutes - 10} min`);
  await shoot(desk, "calendar-ask-length", { whole: false, few: true });
  await question.getByRole("button", { name: "Change it" }).click();
  await expect(desk.locator(".toast")).toContainText("Lena Longer now until");
  await expect(mine).toHaveAttribute("data-minutes", String(minutes - 10));
  await expect(mine).toHaveAttribute("data-start", start);

  // Half a day: somebody or something is in the way, and it says what.
  await stretch(desk, mine, hour * 6);
  await expect(question.getByRole("alert")).toContainText("This time is not to be had.");
  await expect(question.getByRole("button", { name: "Change it" })).toBeDisabled();
  await desk.keyboard.press("Escape");
  await expect(question).toBeHidden();
  await desk.locator("[data-undo]").click();
  await expect(mine).toHaveAttribute("data-minutes", String(minutes));
});

test("a free stretch is drawn: a visit as long as it, or blocked time that is given back", async ({ house }) => {
  const desk = await house.enter("Front desk");
  // Two months ahead nobody has booked anything yet.
  await desk.goto(`${CLINIC}/day?date=${day(56)}`);
  const gap = desk.locator(".lane a.gap[data-minutes]").filter({ hasText: /Free (1[2-9]\d|[2-9]\d\d) min/ }).first();
  await gap.scrollIntoViewIfNeeded();
  const lane = gap.locator("xpath=ancestor::ol");
  const draw = async () => {
    const box = (await gap.boundingBox())!;
    const hour = ((box.height + 3) / Number(await gap.getAttribute("data-minutes"))) * 60;
    await desk.mouse.move(box.x + 40, box.y + hour / 2);
    await desk.mouse.down();
    await desk.mouse.move(box.x + 40, box.y + hour, { steps: 3 });
    await expect(desk.locator(".ghost.draw")).toBeVisible();
    await desk.mouse.move(box.x + 40, box.y + hour * 1.5, { steps: 3 });
    await desk.mouse.up();
  };
  await draw();
  const form = desk.locator("[data-part=form]");
  await expect(form.getByRole("heading")).toHaveText("Book a visit");
  // Whoever draws goes on by typing a name.
  await expect(form.getByRole("searchbox")).toBeFocused();
  await expect(form.getByLabel(/^Until/)).not.toHaveValue("");
  await axe(desk);
  await shoot(desk, "calendar-drawn", { whole: false, few: true });
  await form.getByRole("link", { name: "Block this time" }).click();
  await expect(form.getByRole("heading")).toHaveText("Block time");
  await form.getByRole("button", { name: "Block it", exact: true }).click();
  await expect(form.getByRole("alert").first()).toBeVisible();
  await form.getByLabel("What for").fill("Fire drill");
  await form.getByRole("button", { name: "Block it", exact: true }).click();
  await expect(desk.locator(".toast")).toContainText("The time is blocked.");
  const block = lane.locator("a.block", { hasText: "Fire drill" });
  await expect(block).toBeVisible();
  await axe(desk);
  await shoot(desk, "calendar-blocked", { whole: false, few: true });
  await desk.getByRole("button", { name: "Give the time back" }).click();
  await expect(desk.locator(".toast")).toContainText("The time is free again.");
  await expect(block).toHaveCount(0);
  await desk.locator(".toast button").first().click();
  await expect(block).toBeVisible();
});

test("in a week a visit is dragged to another day, in the rooms to another room, and on the month to any day", async ({ house }) => {
  const visitor = await house.someone(PHONE);
  await book(visitor, "review", day(22), somebody("Wes", "Wander"));
  const desk = await house.enter("Front desk");
  await desk.goto(`${CLINIC}/day?date=${day(22)}`);
  const mine = slip(desk, "Wes Wander");
  const practitioner = await who(desk, "Wes Wander");
  await desk.goto(`${CLINIC}/day?date=${day(22)}&view=week&who=${practitioner}`);
  await expect(desk.locator(".lane")).toHaveCount(7);
  await axe(desk);
  await shoot(desk, "calendar-week-one", { whole: false });
  const gap = desk.locator(`.lane:not([data-date="${day(22)}"]) a.gap`).filter({ hasText: /Free ([3-9]\d|\d\d\d) min/ }).first();
  const there = (await gap.locator("xpath=ancestor::ol").getAttribute("data-date")) ?? "";
  await drag(desk, mine, gap);
  const question = desk.getByRole("dialog");
  await question.getByRole("button", { name: "Change it" }).click();
  await expect(desk.locator(".toast")).toContainText("Moved Wes Wander");
  await expect(laneOf(desk, "Wes Wander")).toHaveAttribute("data-date", there);

  await desk.goto(`${CLINIC}/day?date=${there}&view=rooms`);
  await axe(desk);
  await shoot(desk, "calendar-rooms", { whole: false });
  const before = await laneOf(desk, "Wes Wander").getAttribute("data-room");
  // Another room at the same time, if one is free then: the question says what is changed, or why it cannot be.
  const other = desk.locator(`.lane:not([data-room="${before}"])`).first();
  const box = (await mine.boundingBox())!;
  await desk.mouse.move(box.x + 30, box.y + 6);
  await desk.mouse.down();
  const to = (await other.boundingBox())!;
  await desk.mouse.move(to.x + 40, box.y + 6, { steps: 5 });
  await desk.mouse.up();
  await expect(question).toContainText("Room");
  await expect(question).not.toContainText("Length");
  await expect(question.getByRole("checkbox")).not.toBeChecked();
  await desk.keyboard.press("Escape");

  await desk.goto(`${CLINIC}/day?date=${there}`);
  await mine.scrollIntoViewIfNeeded();
  const from = (await mine.boundingBox())!;
  const target = desk.locator(`[data-day="${day(29)}"]`);
  const aim = (await target.boundingBox())!;
  await desk.mouse.move(from.x + 30, from.y + 6);
  await desk.mouse.down();
  await desk.mouse.move(aim.x + 10, aim.y + 10, { steps: 6 });
  await expect(target).toHaveClass(/aimed/);
  await desk.mouse.up();
  await expect(question).toContainText("Wednesday 23 December");
  await desk.keyboard.press("Escape");
});

test("the week of everyone says when and not who; the list says all, and takes the next step", async ({ house }) => {
  const desk = await house.enter("Front desk");
  await desk.goto(`${CLINIC}/day?view=week`);
  await expect(desk.getByRole("heading", { level: 1 })).toHaveText("23 to 29 November");
  await expect(desk.locator(".cal.compact .lane").first()).toBeVisible();
  await axe(desk);
  await shoot(desk, "calendar-week", { whole: false });
  await desk.locator(".cal.compact a.at").first().click();
  await expect(desk.locator("#chosen-name")).toBeFocused();
  await expect(desk.locator("#chosen-name")).not.toBeEmpty();
  await desk.goto(`${CLINIC}/day?view=list`);
  await axe(desk);
  await shoot(desk, "calendar-list");
  const row = desk.getByRole("row").filter({ has: desk.getByRole("button", { name: /^Arrived/ }) }).last();
  const name = await row.getByRole("link").innerText();
  await row.getByRole("button", { name: /^Arrived/ }).click();
  await expect(desk.locator(".toast")).toContainText("Arrived");
  await expect(desk.getByRole("row", { name }).filter({ hasText: "Arrived" }).first()).toBeVisible();
  await desk.locator(".toast button").first().click();
  await expect(desk.locator(".toast")).toContainText("Taken back");
});

test("on a phone one practitioner is shown at a time, and every target can be hit", async ({ house }) => {
  const desk = await house.enter("Front desk", { ...PHONE, hasTouch: true, isMobile: true });
  await desk.goto(`${CLINIC}/day?date=${MONDAY}`);
  await expect(desk.locator(".lane:visible")).toHaveCount(1);
  const shown = () => desk.locator(".cal h2:visible").innerText();
  const first = await shown();
  await axeOfLayout(desk, "light");
  await desk.getByRole("link", { name: "More practitioners" }).click();
  await expect.poll(shown).not.toBe(first);
  await expect(desk.locator(".lane:visible")).toHaveCount(1);
  await desk.getByRole("link", { name: "Practitioners before" }).click();
  await expect.poll(shown).toBe(first);
  expect(await overflow(desk)).toBe(0);
  // A tap on free time books there; a tap on a visit opens it.
  await desk.locator(".lane:visible a.gap").first().tap();
  await expect(desk.locator("#book-title")).toBeVisible();
  await desk.goto(`${CLINIC}/day?date=${MONDAY}`);
  await desk.locator(".lane:visible a.at").first().tap();
  await desk.locator(".chosen").getByRole("link", { name: "Move" }).tap();
  await expect(desk.getByRole("dialog").getByLabel("Date", { exact: true })).toBeVisible();
  await desk.screenshot({ path: `${process.env.SHOTS ?? "../shots"}/calendar-phone-move.png` });
});

test("a day is printed on one sheet", async ({ house }) => {
  const desk = await house.enter("Front desk");
  await desk.goto(`${CLINIC}/day?date=${MONDAY}`);
  const pdf = await desk.pdf({ preferCSSPageSize: true });
  const text = pdf.toString("latin1");
  expect(text.match(/\/Type\s*\/Page[^s]/g)?.length).toBe(1);
  const [, width, height] = /\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/.exec(text)!;
  expect(Number(width), "landscape").toBeGreaterThan(Number(height));
  await desk.emulateMedia({ media: "print" });
  await expect(desk.locator(".daybar")).toBeHidden();
  await expect(desk.locator(".month")).toBeHidden();
  await desk.setViewportSize({ width: 1060, height: 740 });
  await desk.screenshot({ path: `${process.env.SHOTS ?? "../shots"}/calendar-print.png` });
});

test("without script a visit is moved, marked and taken back by forms", async ({ house }) => {
  const visitor = await house.someone(PHONE);
  await book(visitor, "review", day(23), somebody("Noel", "Noscript"));
  const desk = await house.enter("Front desk", { viewport: { width: 1440, height: 900 }, javaScriptEnabled: false });
  await desk.goto(`${CLINIC}/day?date=${day(23)}`);
  const start = (await slip(desk, "Noel Noscript").getAttribute("data-start")) ?? "";
  await slip(desk, "Noel Noscript").click();
  await desk.locator(".chosen").getByRole("button", { name: "Confirm", exact: true }).click();
  await expect(desk.locator(".toast")).toContainText("Noel Noscript: Confirmed");
  await desk.locator(".chosen").getByRole("link", { name: "Move" }).click();
  await desk.getByLabel("Time", { exact: true }).fill("03:00");
  await desk.getByRole("button", { name: "Move it", exact: true }).last().click();
  await expect(desk.getByRole("alert")).toContainText("This time is not to be had.");
  await desk.getByRole("alert").getByRole("button").first().click();
  await expect(desk.locator(".toast")).toContainText("Moved Noel Noscript");
  await desk.locator(".toast button").first().click();
  await expect(desk.locator(".toast")).toContainText("Taken back");
  await expect(slip(desk, "Noel Noscript")).toHaveAttribute("data-start", start);
  await expect(desk.locator(".chosen .pill")).toContainText("Confirmed");
});
