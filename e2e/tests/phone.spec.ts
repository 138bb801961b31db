// One client, one phone, from the first look to the record of who read it: every step in the order in which a life has them.
import { CLINIC, PHONE, axe, expect, overflow, shoot, test } from "./help";
import { type Who, chooseTime, letterLink, openLetter, somebody, tell } from "./booking";
import { day } from "./when";
import { type Locator, type Page } from "@playwright/test";

const TOUCHED = { ...PHONE, hasTouch: true, isMobile: true };
const PASSWORD = "seven herons over the weir";

const button = (page: Page, name: string | RegExp): Locator => page.getByRole("main").getByRole("button", { name });
const link = (page: Page, name: string | RegExp): Locator => page.getByRole("main").getByRole("link", { name });

/** Arrived at the page with this heading, and nothing of it lies beside the window. */
async function at(page: Page, heading: string | RegExp, readable = false): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(heading);
  expect.soft(await overflow(page), `${page.url()} scrolls sideways`).toBe(0);
  // What is too wide makes a phone's browser show the page smaller.
  expect.soft(await page.evaluate(() => [innerWidth, visualViewport?.scale]), `${page.url()} is zoomed out`).toEqual([PHONE.viewport.width, 1]);
  if (readable) await axe(page);
}

/** The way on at the foot of each step. */
async function goOn(page: Page): Promise<void> {
  await page.locator(".bar .btn.go").tap();
}

async function letter(page: Page, who: Who, subject: RegExp | string): Promise<Locator> {
  await openLetter(page, who.email, subject);
  expect.soft(await overflow(page), "a letter scrolls sideways").toBe(0);
  return page.locator("article");
}

/** From a chosen time to the page that says it is booked; whoever is signed in is asked nothing. Gives the visit's own address among their pages. */
async function confirmed(page: Page): Promise<string> {
  await at(page, "Is all of this right?");
  await goOn(page);
  await at(page, "See you soon.");
  const id = /visit\/(apt_\w+)\//.exec(page.url())?.[1];
  return `${CLINIC}/me/visits/${id}`;
}

test("one client on one phone books, is written to, opens an account, and does all there is to do with it", async ({ house }) => {
  test.setTimeout(240_000);
  const greta = somebody("Greta", "Halloran");
  const phone = await house.someone(TOUCHED);
  let first = "";

  await test.step("books as a visitor", async () => {
    await phone.goto(CLINIC);
    await at(phone, "What can we do for you?", true);
    await phone.getByRole("link", { name: "Review" }).tap();
    await at(phone, "Choose a time", true);
    await phone.locator(`.day input[value="${day(2)}"]`).tap({ force: true });
    await expect(phone.locator("#chosen-day")).toHaveText("Thursday 26 November");
    await phone.goto(`${CLINIC}/book/review?day=${day(34)}`);
    await phone.locator(".slot").last().tap();
    await goOn(phone);
    await at(phone, "Who is coming?", true);
    await tell(phone, greta);
    await goOn(phone);
    first = await confirmed(phone);
    await axe(phone);
  });

  await test.step("reads the letter of confirmation", async () => {
    const words = await letter(phone, greta, "Your visit on Mon 28 Dec");
    await expect(words).toContainText("Dear Greta,");
    await expect(words).toContainText("Clothes you can move in.");
    await phone.goto(await letterLink(phone));
    await expect(phone.locator(".next")).toContainText("Monday 28 December");
    expect.soft(await overflow(phone)).toBe(0);
  });

  await test.step("opens an account and signs in by the letter", async () => {
    await phone.goto(`${CLINIC}/sign-up`);
    await phone.getByLabel("What should we call you?").fill("Greta");
    await phone.getByLabel("Email").fill(greta.email);
    await phone.getByLabel("Password").fill(PASSWORD);
    await phone.getByLabel(/or older/).tap();
    await button(phone, "Open the account").tap();
    await at(phone, "Look in your mail");
    await letter(phone, greta, /confirm|address|account/i);
    await phone.goto(await letterLink(phone));
    await phone.getByLabel("Password").fill(PASSWORD);
    await button(phone, "Confirm and sign in").tap();
    await phone.waitForURL(/\/me/);
  });

  await test.step("finds the next visit at home, with the way there and what to bring", async () => {
    await phone.goto(`${CLINIC}/me`);
    await at(phone, /Greta/, true);
    const next = phone.locator(".next");
    await expect(next).toContainText("Monday 28 December");
    await expect(next).toContainText("Ground floor, step-free from the street.");
    await expect(next).toContainText("Clothes you can move in.");
    // The map is found on the card's own colour: a link there is drawn as its words are.
    const colours = await next.locator(".way").evaluate((way) => [way.querySelector("a"), way.querySelector("dd")].map((one) => one && getComputedStyle(one).color));
    expect(colours[0]).toBe(colours[1]);
    await shoot(phone, "phone-home", { few: true });
  });

  await test.step("chooses when to be reminded", async () => {
    await phone.getByRole("navigation", { name: "Your pages" }).getByRole("link", { name: "Visits" }).tap();
    await at(phone, "Your visits", true);
    await link(phone, "Reminders").tap();
    await at(phone, "Reminders", true);
    await phone.getByLabel("A week before").tap();
    await phone.getByLabel("The day before").tap();
    await button(phone, "Save").tap();
    await expect(phone.locator(".toast")).toContainText("Saved.");
    await expect(phone.getByLabel("A week before")).toBeChecked();
    await expect(phone.getByLabel("The day before")).not.toBeChecked();
    // Which letters that makes is said for the visit there is.
    await expect(phone.getByRole("main")).toContainText("For your next visit");
  });

  let calendar = "";
  const events = async (): Promise<string> => {
    const answer = await phone.request.get(calendar);
    expect(answer.headers()["content-type"]).toContain("text/calendar");
    return (await answer.text()).replaceAll("\r\n ", "");
  };
  await test.step("makes a private calendar address, and it is a calendar", async () => {
    await phone.goto(`${CLINIC}/me/calendar`);
    await at(phone, "Your own calendar", true);
    await phone.getByLabel(/^What, where and with whom/).tap();
    await button(phone, "Make the address").tap();
    const address = phone.getByLabel(/Put this into your calendar/);
    await expect(address).toHaveValue(/\/calendar\/.+\.ics$/);
    calendar = new URL(await address.inputValue()).pathname;
    expect.soft(await overflow(phone)).toBe(0);
    const said = await events();
    expect(said.match(/BEGIN:VEVENT/g)).toHaveLength(1);
    expect(said).toContain("DTSTART;TZID=Europe/Dublin:20261228T");
  });

  await test.step("moves the visit, and the calendar knows", async () => {
    await phone.goto(first);
    await expect(phone.locator(".next, main").first()).toContainText("Monday 28 December");
    await link(phone, "Move").tap();
    await at(phone, "Choose a new time", true);
    await phone.goto(`${first}/change?day=${day(35)}`);
    await phone.locator(".slot").last().tap();
    await button(phone, "Move here").tap();
    await expect(phone.locator(".toast")).toContainText("Moved to");
    await expect(phone.getByRole("main")).toContainText("Tuesday 29 December");
    expect(await events()).toContain("DTSTART;TZID=Europe/Dublin:20261229T");
    await letter(phone, greta, "Your visit is now on");
  });

  await test.step("adds a child and books for it", async () => {
    await chooseTime(phone, "review", day(36), "last");
    await goOn(phone);
    await at(phone, "Who is coming?");
    await phone.getByRole("radio", { name: /For someone new/ }).tap({ force: true });
    const child = phone.getByRole("group", { name: /Someone new/ });
    await child.getByLabel("First name").fill("Fintan");
    await child.getByLabel("Family name").fill("Halloran");
    await child.getByLabel("Date of birth").fill("2018-09-14");
    await goOn(phone);
    await expect(phone.locator(".sum")).toContainText("Fintan Halloran");
    await confirmed(phone);
    await phone.goto(`${CLINIC}/me/visits`);
    await at(phone, "Your visits");
    await expect(phone.getByRole("main")).toContainText("For Fintan");
    // A child once told of is one to choose from.
    await chooseTime(phone, "video", day(37), "last");
    await goOn(phone);
    await phone.getByRole("radio", { name: /For Fintan Halloran/ }).tap({ force: true });
    await goOn(phone);
    await confirmed(phone);
  });

  await test.step("calls the moved visit off and books such a one again", async () => {
    await phone.goto(first);
    await link(phone, "Cancel").tap();
    await phone.getByRole("dialog").getByRole("button", { name: "Cancel visit" }).tap();
    await expect(phone.locator(".toast")).toContainText("Cancelled.");
    await letter(phone, greta, "Cancelled");
    await phone.goto(`${CLINIC}/me/visits`);
    const past = phone.getByRole("region", { name: "Earlier, and cancelled" });
    await past.getByRole("listitem").filter({ has: phone.locator(`a[href="${first}"]`) }).getByRole("link", { name: /^Book again/ }).tap();
    await at(phone, "Choose a time");
    // With whom it was is chosen already.
    const who = await phone.locator('input[name="who"]:checked').getAttribute("value");
    expect(who).toMatch(/^pra_/);
    await phone.goto(`${CLINIC}/book/review?who=${who}&day=${day(38)}`);
    await phone.locator(".slot").last().tap();
    await goOn(phone);
    await at(phone, "Who is coming?");
    await goOn(phone);
    const again = await confirmed(phone);
    await phone.goto(again);
    await expect(phone.getByRole("main")).toContainText("Friday 1 January");
    await expect(phone.getByRole("main")).toContainText("Booked");
  });

  await test.step("removes the telephone number from what is held", async () => {
    await phone.goto(`${CLINIC}/me/held`);
    await at(phone, "What we hold about you", true);
    await link(phone, /^Remove.*Phone/).tap();
    await expect(phone.getByRole("main")).toContainText(/visits? ahead/);
    expect.soft(await overflow(phone)).toBe(0);
    await button(phone, "Remove").tap();
    await expect(phone.locator(".toast")).toContainText("Removed.");
    await expect(link(phone, /^Remove.*Phone/)).toHaveCount(0);
    await expect(phone.getByRole("main")).not.toContainText("555 0142");
  });

  await test.step("signs another device out", async () => {
    const other = await house.someone();
    await other.goto(`${CLINIC}/sign-in`);
    await other.getByLabel("Email").fill(greta.email);
    await other.getByLabel("Password").fill(PASSWORD);
    await other.getByRole("main").getByRole("button", { name: "Sign in", exact: true }).click();
    await other.waitForURL(/\/me/);
    await phone.goto(`${CLINIC}/account`);
    await at(phone, "Your account", true);
    const devices = phone.getByRole("region", { name: "Where you are signed in" });
    await expect(devices.getByRole("listitem")).toHaveCount(2);
    await devices.getByRole("listitem").filter({ hasText: "Last seen" }).getByRole("button", { name: /^Sign out/ }).tap();
    await expect(devices.getByRole("listitem")).toHaveCount(1);
    await other.goto(`${CLINIC}/me`);
    await expect(other).toHaveURL(/sign-in/);
    await phone.goto(`${CLINIC}/me`);
    await at(phone, /Greta/);
  });

  await test.step("reads who opened the record, and why", async () => {
    const desk = await house.enter("Front desk");
    await desk.goto(`${CLINIC}/day?date=${day(38)}`);
    await desk.locator("a.at", { hasText: "Greta Halloran" }).click();
    await expect(desk.locator("#chosen-name")).toHaveText("Greta Halloran");
    await phone.getByRole("link", { name: "My record" }).tap();
    await at(phone, /opened your record/, true);
    const opening = phone.locator("ol.thread li", { hasText: "Rhona Delacourt" }).first();
    await expect(opening).toContainText("to arrange visits");
    await shoot(phone, "phone-record", { few: true });
  });
});
