// A visitor's way through a booking, as tests walk it.
import { CLINIC, expect } from "./help";
import { type Page } from "@playwright/test";

export interface Who {
  given: string;
  family: string;
  email: string;
  phone?: string;
}

/** A name nobody else has in this run. */
export function somebody(given: string, family = "Ferreira"): Who {
  const n = Math.random().toString(36).slice(2, 8);
  return { given, family, email: `${given}.${n}@example.org`.toLowerCase(), phone: "087 555 0142" };
}

/** Step 2 of `service` on `day`; "last" and "first" are of that day's free times. */
export async function chooseTime(page: Page, service: string, day: string, which: "first" | "last" = "first"): Promise<string> {
  await page.goto(`${CLINIC}/book/${service}?day=${day}`);
  const slots = page.locator(".slot");
  const slot = which === "first" ? slots.first() : slots.last();
  const time = (await slot.locator("time").innerText()).trim();
  await slot.locator("input").check();
  return time;
}

export async function goOn(page: Page): Promise<void> {
  await page.locator(".bar .btn.go").click();
}

/** Step 3, filled. */
export async function tell(page: Page, who: Who): Promise<void> {
  await page.getByLabel("First name").last().fill(who.given);
  await page.getByLabel("Family name").last().fill(who.family);
  await page.getByRole("textbox", { name: "Email" }).fill(who.email);
  if (who.phone) await page.getByLabel(/^Phone/).fill(who.phone);
  await page.getByLabel(/years? or older|or older/).check();
}

/** All four steps; ends on the page that says it is booked, and gives the time and the visit's own link. */
export async function book(page: Page, service: string, day: string, who: Who, which: "first" | "last" = "first"): Promise<{ time: string; link: string }> {
  const time = await chooseTime(page, service, day, which);
  await goOn(page);
  await tell(page, who);
  await goOn(page);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Is all of this right?");
  await goOn(page);
  await expect(page).toHaveURL(/\?done=1$/);
  return { time, link: page.url().replace("?done=1", "") };
}

/** A client who is signed in books for a child of theirs, who is a dependant from then on. */
export async function bookForChild(page: Page, day: string): Promise<void> {
  await chooseTime(page, "review", day, "last");
  await goOn(page);
  await page.getByRole("radio", { name: /For someone new/ }).check();
  const someone = page.getByRole("group", { name: /Someone new/ });
  await someone.getByLabel("First name").fill("Rosamund");
  await someone.getByLabel("Family name").fill("Ashgrove");
  await someone.getByLabel("Date of birth").fill("2016-02-03");
  await goOn(page);
  await goOn(page);
  await expect(page).toHaveURL(/\?done=1$/);
}

/** The newest letter to `email`, opened in the demo's mailbox. Letters are written by a job, so it may take a moment. */
export async function openLetter(page: Page, email: string, subject: RegExp | string): Promise<void> {
  await expect(async () => {
    await page.goto(`${CLINIC}/mailbox`);
    await page.getByRole("listitem").filter({ hasText: email }).filter({ hasText: subject }).first().getByRole("link").click({ timeout: 500 });
  }).toPass();
  await expect(page.getByText(email)).toBeVisible();
}

/** The address of the first link in an open letter. */
export async function letterLink(page: Page): Promise<string> {
  const href = await page.locator("article a").first().getAttribute("href");
  if (!href) throw new Error("the letter has no link");
  return href;
}
