// The way of one booking through the house: booked on a phone, seen at the desk, changed by its link, read about by
// whom it is about, counted by the manager.
import { CLINIC, PHONE, axe, axeOfLayout, expect, shoot, test } from "./help";
import { book, goOn, letterLink, openLetter, somebody, tell } from "./booking";
import { day } from "./when";

test("a visitor books on a phone, the desk sees it appear and marks the arrival", async ({ house }) => {
  const nadia = somebody("Nadia");
  const desk = await house.enter("Front desk");
  await desk.goto(`${CLINIC}/day?date=${day()}`);
  await expect(desk.locator("[data-live-state=on]")).toBeVisible();
  // A page that is loaded anew forgets this.
  await desk.evaluate(() => Object.assign(window, { stayed: true }));
  const slip = desk.locator("a.at", { hasText: "Nadia Ferreira" });
  const before = await slip.count();

  const visitor = await house.someone(PHONE);
  await test.step("which visit", async () => {
    await visitor.goto(CLINIC);
    await expect(visitor.getByRole("heading", { level: 1 })).toHaveText("What can we do for you?");
    await shoot(visitor, "book", { rtl: `${CLINIC}?lang=ar`, keep: ["390-light", "390-rtl"] });
    await visitor.goto(`${CLINIC}?lang=en`);
    await visitor.getByRole("link", { name: "Review" }).click();
  });
  await test.step("when", async () => {
    await expect(visitor.getByRole("heading", { level: 1 })).toHaveText("Choose a time");
    // Another day is brought without leaving the page.
    await visitor.evaluate(() => Object.assign(window, { stayed: true }));
    await visitor.locator(`.day input[value="${day(2)}"]`).check();
    await expect(visitor.locator("#chosen-day")).toHaveText("Thursday 26 November");
    expect(await visitor.evaluate(() => "stayed" in window)).toBe(true);
    await expect(visitor).toHaveURL(new RegExp(`day=${day(2)}`));
    // The pointer still rests on the day that was chosen: it must stay readable under it.
    await axeOfLayout(visitor, "light");
    await shoot(visitor, "times", { rtl: `${visitor.url()}&lang=ar`, keep: ["390-light"] });
    await visitor.goto(`${CLINIC}/book/review?day=${day()}&lang=en`);
    await visitor.locator(".slot input").last().check();
    await expect(visitor.locator("[data-chosen] b")).toContainText("Tue 24 Nov, ");
  });
  const time = (await visitor.locator(".slot:has(:checked) time").innerText()).trim();
  await goOn(visitor);
  await test.step("who", async () => {
    await expect(visitor.getByRole("heading", { level: 1 })).toHaveText("Who is coming?");
    await shoot(visitor, "about", { rtl: `${visitor.url()}&lang=ar` });
    await visitor.goto(visitor.url().replace("&lang=ar", "") + "&lang=en");
    await tell(visitor, nadia);
    await goOn(visitor);
  });
  await test.step("check", async () => {
    await expect(visitor.getByRole("heading", { level: 1 })).toHaveText("Is all of this right?");
    await expect(visitor.locator(".sum")).toContainText("Nadia Ferreira");
    await expect(visitor.locator(".sum")).toContainText(nadia.email);
    await axe(visitor);
    await shoot(visitor, "confirm");
    await goOn(visitor);
  });
  await expect(visitor.getByRole("heading", { level: 1 })).toHaveText("See you soon.");
  await expect(visitor.locator(".next")).toContainText(`Tuesday 24 November, ${time}`);
  await axe(visitor);
  await shoot(visitor, "done", { rtl: `${visitor.url()}&lang=ar` });

  await test.step("the desk", async () => {
    await expect(slip).toHaveCount(before + 1);
    expect(await desk.evaluate(() => "stayed" in window)).toBe(true);
    await shoot(desk, "day", { keep: ["1440-light", "1440-dark"] });
    await desk.locator("a.at", { hasText: "Nadia Ferreira" }).filter({ hasText: time }).click();
    const card = desk.locator(".chosen");
    await expect(card.getByRole("heading", { name: "Nadia Ferreira" })).toBeVisible();
    await expect(card).toContainText(nadia.email);
    await card.getByRole("button", { name: "Arrived" }).click();
    await expect(desk.locator(".chosen .pill")).toContainText("Arrived");
    await expect(desk.locator("section[aria-labelledby=room]")).toContainText("Nadia Ferreira");
    await axe(desk);
    await shoot(desk, "day-arrived");
    await desk.locator(".chosen").getByRole("link", { name: "Open", exact: true }).click();
    await expect(desk.getByRole("heading", { name: "What happened so far" })).toBeVisible();
    await expect(desk.locator("main")).toContainText("Rhona Delacourt");
    await axe(desk);
    await shoot(desk, "appointment");
  });
  // The visitor's own page says so too.
  await visitor.getByRole("link", { name: /Move or cancel|نقل|تغيير/ }).click();
  await expect(visitor.locator("ol.thread li.now")).toBeVisible();
});

test("the visitor moves one visit by the link of its letter and cancels another", async ({ house }) => {
  const otto = somebody("Otto", "Lindqvist");
  const visitor = await house.someone(PHONE);
  const first = await book(visitor, "review", day(3), otto);
  const second = await book(visitor, "video", day(4), otto);

  await openLetter(visitor, otto.email, "Your visit on Fri 27 Nov");
  await expect(visitor.locator("article")).toContainText("Dear Otto,");
  await axe(visitor);
  await shoot(visitor, "letter");
  // Opening the link changes nothing: mail programs open links by themselves.
  const link = await letterLink(visitor);
  expect(new URL(link).pathname).toBe(new URL(first.link).pathname);
  await visitor.goto(link);
  await expect(visitor.locator(".next")).toContainText(`Friday 27 November, ${first.time}`);
  await axe(visitor);
  await shoot(visitor, "visit", { rtl: `${link}?lang=ar` });
  await visitor.goto(`${link}?lang=en`);

  await visitor.getByRole("link", { name: "Move", exact: true }).click();
  await expect(visitor.getByRole("heading", { level: 1 })).toHaveText("Choose a new time");
  await visitor.locator(`.day input[value="${day(8)}"]`).or(visitor.getByRole("link", { name: "Week after" })).first().click({ force: true });
  await expect(visitor.locator("#chosen-day")).toBeVisible();
  await axe(visitor);
  await shoot(visitor, "move", { rtl: `${link}/change?lang=ar` });
  await visitor.goto(`${link}/change?day=${day(8)}&lang=en`);
  const slot = visitor.locator(".slot").last();
  const moved = (await slot.locator("time").innerText()).trim();
  await slot.locator("input").check();
  await visitor.getByRole("button", { name: "Move here" }).click();
  await expect(visitor.locator(".next")).toContainText(`Wednesday 2 December, ${moved}`);
  await expect(visitor.getByRole("status").filter({ hasText: "Moved to" })).toBeVisible();
  await visitor.keyboard.press("Escape");
  await expect(visitor.locator(".toast")).toHaveCount(0);
  await openLetter(visitor, otto.email, "Your visit is now on");

  await visitor.goto(second.link);
  await visitor.getByRole("link", { name: "Cancel", exact: true }).click();
  const question = visitor.getByRole("dialog", { name: "Cancel this visit?" });
  await expect(question).toBeVisible();
  await axe(visitor);
  await shoot(visitor, "cancel-dialog", { whole: false });
  await visitor.keyboard.press("Escape");
  await expect(question).toBeHidden();
  await expect(visitor.locator(".next .pill")).toContainText("Booked");
  await visitor.goto(`${second.link}/cancel`);
  await axe(visitor);
  await shoot(visitor, "cancel", { rtl: `${second.link}/cancel?lang=ar` });
  await visitor.goto(`${second.link}/cancel?lang=en`);
  await visitor.getByRole("button", { name: "Cancel visit" }).click();
  await expect(visitor.locator(".next .pill")).toContainText("Cancelled");
  await shoot(visitor, "cancelled");
  await openLetter(visitor, otto.email, "Cancelled");
  // The time is free again.
  const free = await visitor.request.get(`${CLINIC}/book/video?day=${day(4)}`);
  expect(await free.text()).toContain(`>${second.time}</time>`);
});

test("a client opens an account for what they booked and reads who opened their record, and why", async ({ house }) => {
  const ada = somebody("Ada", "Sundqvist");
  const visitor = await house.someone(PHONE);
  await book(visitor, "review", day(9), ada);

  const desk = await house.enter("Front desk");
  await desk.keyboard.press("/");
  await desk.keyboard.type("Sundqvist");
  await desk.keyboard.press("Enter");
  await desk.getByRole("link", { name: "Ada Sundqvist" }).click();
  await expect(desk.getByRole("heading", { level: 1 })).toHaveText("Ada Sundqvist");
  await axe(desk);
  await shoot(desk, "client");

  await visitor.goto(`${CLINIC}/sign-up`);
  await visitor.getByLabel("What should we call you?").fill("Ada");
  await visitor.getByLabel("Email").fill(ada.email);
  await visitor.getByLabel("Password").fill("tide over four lanterns");
  await visitor.getByLabel(/or older/).check();
  await axe(visitor);
  await shoot(visitor, "sign-up", { rtl: `${CLINIC}/sign-up?lang=ar` });
  await visitor.goto(`${CLINIC}/sign-up?lang=en`);
  await visitor.getByLabel("What should we call you?").fill("Ada");
  await visitor.getByLabel("Email").fill(ada.email);
  await visitor.getByLabel("Password").fill("tide over four lanterns");
  await visitor.getByLabel(/or older/).check();
  await visitor.getByRole("button", { name: "Open the account" }).click();
  await expect(visitor.getByRole("heading", { level: 1 })).toHaveText("Look in your mail");
  await shoot(visitor, "sent");
  await openLetter(visitor, ada.email, /confirm|address|account/i);
  await visitor.goto(await letterLink(visitor));
  await visitor.getByLabel("Password").fill("tide over four lanterns");
  await visitor.getByRole("button", { name: "Confirm and sign in" }).click();

  await visitor.goto(`${CLINIC}/me`);
  await expect(visitor.getByRole("heading", { level: 1 })).toContainText("Ada");
  await expect(visitor.locator("main")).toContainText("Rhona Delacourt");
  await axe(visitor);
  await shoot(visitor, "me");
  await visitor.getByRole("link", { name: "My record" }).click();
  const opening = visitor.locator("ol.thread li", { hasText: "Rhona Delacourt" }).first();
  await expect(opening).toBeVisible();
  await axe(visitor);
  await shoot(visitor, "record");
});

test("the manager reads the attendance, and whoever runs the desk does not", async ({ house }) => {
  const manager = await house.enter("Manager");
  await manager.getByRole("link", { name: "Reports" }).click();
  await manager.getByRole("link", { name: "Attendance" }).click();
  await expect(manager.locator("main")).toContainText(/of [\d,]+ visits were missed/);
  await shoot(manager, "report", { few: true, keep: ["1440-light"] });
  const desk = await house.enter("Front desk");
  const refused = await desk.goto(`${CLINIC}/reports/attendance`);
  expect([403, 404]).toContain(refused?.status());
});
