// A client's own pages on a phone: what is next and how to come, moved, called off, booked again; what was.
import { CLINIC, PHONE, axe, expect, shoot, test } from "./help";
import { chooseTime, goOn } from "./booking";
import { day } from "./when";
import { type Page } from "@playwright/test";

/** Books a review for the client who is signed in, and opens its own page. */
async function booked(client: Page, ahead: number): Promise<string> {
  await chooseTime(client, "review", day(ahead), "last");
  await goOn(client);
  await goOn(client);
  await goOn(client);
  await expect(client).toHaveURL(/\?done=1$/);
  const id = /visit\/(apt_\w+)\//.exec(client.url())?.[1];
  const own = `${CLINIC}/me/visits/${id}`;
  await client.goto(own);
  return own;
}

test("a client finds the way to their visit, moves it, calls it off and books such a one again", async ({ house }) => {
  const client = await house.enter("Client", PHONE);
  const own = await booked(client, 16);
  const h1 = client.getByRole("heading", { level: 1 });
  await expect(client.getByRole("main")).toContainText("Ground floor, step-free from the street.");
  await expect(client.getByRole("main")).toContainText("Clothes you can move in.");
  await expect(client.getByRole("navigation", { name: "Your pages" }).getByRole("link", { name: "Visits" })).toHaveAttribute("aria-current", "page");
  await axe(client);
  await shoot(client, "me-visit", { rtl: `${own}?lang=ar` });
  await client.goto(`${own}?lang=en`);

  await client.getByRole("link", { name: "Move", exact: true }).click();
  await expect(h1).toHaveText("Choose a new time");
  await client.goto(`${own}/change?day=${day(17)}`);
  await client.locator(".slot input").last().check();
  await client.getByRole("button", { name: "Move here" }).click();
  await expect(client.locator(".toast")).toContainText("Moved to");

  // The question is asked on the spot, and the safe answer comes first.
  await client.getByRole("link", { name: "Cancel", exact: true }).click();
  await client.getByRole("dialog").getByRole("button", { name: "Keep it" }).click();
  await expect(client.locator("main")).toContainText("Booked");
  await client.getByRole("link", { name: "Cancel", exact: true }).click();
  await client.getByRole("dialog").getByRole("button", { name: "Cancel visit" }).click();
  await expect(client.locator(".toast")).toContainText("Cancelled.");

  await client.getByRole("link", { name: "All your visits" }).click();
  await expect(h1).toHaveText("Your visits");
  const past = client.getByRole("region", { name: "Earlier, and cancelled" });
  await expect(past.locator(`a[href="${own}"]`)).toBeVisible();
  await shoot(client, "me-visits-past", { rtl: `${CLINIC}/me/visits?lang=ar` });
  await client.goto(`${CLINIC}/me/visits?lang=en`);
  await past.getByRole("listitem").filter({ has: client.locator(`a[href="${own}"]`) }).getByRole("link", { name: /^Book again/ }).click();
  await expect(client).toHaveURL(/\/book\/review\?who=pra_/);
  await expect(client.locator('input[name="who"]:checked')).not.toHaveValue("any");
});

test("without script a client calls a visit of theirs off by pages alone", async ({ house }) => {
  const client = await house.enter("Client", { ...PHONE, javaScriptEnabled: false });
  const own = await booked(client, 18);
  await client.getByRole("link", { name: "Cancel", exact: true }).click();
  await expect(client).toHaveURL(`${own}/cancel`);
  await client.getByRole("button", { name: "Cancel visit" }).click();
  await expect(client.locator("main")).toContainText("Cancelled");
});

test("a client says when they are reminded, by the clock their device is on", async ({ house }) => {
  const client = await house.enter("Client", { ...PHONE, timezoneId: "Asia/Tokyo" });
  await client.goto(`${CLINIC}/me/visits`);
  await client.getByRole("link", { name: "Reminders" }).click();
  await expect(client.getByRole("heading", { level: 1 })).toHaveText("Reminders");
  // Nobody has chosen yet: the zone offered is the device's, and nothing was sent.
  await expect(client.getByLabel("By the clock of")).toHaveValue("Asia/Tokyo");
  for (const lead of ["A week before", "Three hours before"]) await client.getByLabel(lead).check();
  await client.getByLabel("The day before").uncheck();
  await client.getByLabel(/^From/).fill("22:00");
  await client.getByRole("button", { name: "Save" }).click();
  // The half is said beside the other half, and everything is as it was typed.
  await expect(client.getByText("Please say both when they begin")).toBeVisible();
  await expect(client.getByLabel("A week before")).toBeChecked();
  await axe(client);
  await shoot(client, "me-reminders-fault", { few: true });
  await client.getByLabel(/^To/).fill("07:30");
  await client.getByRole("button", { name: "Save" }).click();
  await expect(client.locator(".toast")).toContainText("Saved.");
  await expect(client.getByLabel("By the clock of")).toHaveValue("Asia/Tokyo");
  await expect(client.locator("main")).toContainText("For your next visit");
  await axe(client);
  await shoot(client, "me-reminders-chosen", { rtl: `${CLINIC}/me/reminders?lang=ar` });
});

test("a client's calendar program reads their visits by an address that they take back", async ({ house }) => {
  const client = await house.enter("Client", PHONE);
  await booked(client, 17);
  await client.goto(`${CLINIC}/me/visits`);
  await client.getByRole("link", { name: "Your own calendar" }).click();
  await expect(client.getByRole("heading", { level: 1 })).toHaveText("Your own calendar");
  // The least is chosen unless they say more.
  await expect(client.getByLabel(/^Only that/)).toBeChecked();
  await client.getByLabel(/^What, where and with whom/).check();
  await client.getByRole("button", { name: "Make the address" }).click();
  const address = client.getByLabel(/Put this into your calendar/);
  await expect(address).toHaveValue(/\/calendar\//);
  const path = new URL(await address.inputValue()).pathname;
  await axe(client);
  await shoot(client, "me-calendar-fresh", { few: true });
  // A calendar program brings no cookie.
  const program = await house.someone();
  const read = () => program.request.get(path);
  expect((await read()).status()).toBe(200);
  expect(await (await read()).text()).toContain("BEGIN:VEVENT");
  await client.goto(`${CLINIC}/me/calendar`);
  await expect(address).toHaveCount(0);
  await shoot(client, "me-calendar-there", { rtl: `${CLINIC}/me/calendar?lang=ar` });
  await client.goto(`${CLINIC}/me/calendar?lang=en`);
  await client.getByRole("button", { name: /^Revoke/ }).first().click();
  await expect(client.locator(".toast")).toContainText("opens nothing any more");
  expect((await read()).status()).toBe(404);
});

test("a client sees all that is held about them, and removes their number and adds it again", async ({ house }) => {
  const client = await house.enter("Client", PHONE);
  const ahead = await booked(client, 19);
  const h1 = client.getByRole("heading", { level: 1 });
  await client.goto(`${CLINIC}/me/details`);
  await shoot(client, "me-details", { rtl: `${CLINIC}/me/details?lang=ar` });
  await client.goto(`${CLINIC}/me/details?lang=en`);
  const phone = await client.getByLabel(/^Phone/).inputValue();
  await client.getByLabel(/^Date of birth/).fill("2016-05-04");
  await client.getByRole("button", { name: "Save" }).click();
  await expect(client.getByText("on the other side of the age").first()).toBeVisible();
  await axe(client);
  await shoot(client, "me-details-fault", { few: true });

  await client.goto(`${CLINIC}/me/held`);
  await expect(h1).toHaveText("What we hold about you");
  await axe(client);
  await shoot(client, "me-held", { rtl: `${CLINIC}/me/held?lang=ar` });
  await client.goto(`${CLINIC}/me/held?lang=en`);
  await client.getByRole("link", { name: /^Remove.*Phone/ }).click();
  // What it means for the visit ahead is said before.
  await expect(client.locator("main")).toContainText(/visits? ahead/);
  await axe(client);
  await shoot(client, "me-removal", { rtl: `${client.url()}&lang=ar` });
  await client.goto(`${CLINIC}/me/held/removal?what=phone&lang=en`);
  await client.getByRole("link", { name: "Keep it" }).click();
  await expect(client.getByRole("link", { name: /^Remove.*Phone/ })).toBeVisible();
  await client.getByRole("link", { name: /^Remove.*Phone/ }).click();
  await client.getByRole("button", { name: "Remove" }).click();
  await expect(client.locator(".toast")).toContainText("Removed.");
  await expect(client.getByRole("link", { name: /^Remove.*Phone/ })).toHaveCount(0);
  await client.goto(ahead);
  await expect(client.locator("main")).toContainText("Booked");
  await client.goto(`${CLINIC}/me/details`);
  await client.getByLabel(/^Phone/).fill(phone);
  await client.getByRole("button", { name: "Save" }).click();
  await expect(client).toHaveURL(/\/me\?done=saved/);
});

test("where a visit at home is, stays with it until it is over, and the desk asks for it too", async ({ house }) => {
  const client = await house.enter("Client", PHONE);
  await chooseTime(client, "home", day(9), "last");
  await goOn(client);
  await client.getByLabel("Street, town, and how to get in").fill("9 Orchard Terrace, Dublin.\nThe blue door, second bell.");
  await goOn(client);
  await goOn(client);
  await expect(client).toHaveURL(/\?done=1$/);
  const id = /visit\/(apt_\w+)\//.exec(client.url())?.[1];
  const own = `${CLINIC}/me/visits/${id}`;
  await client.goto(own);
  const told = client.getByRole("region", { name: "What you told us for it" });
  await expect(told).toContainText("We come there for this visit.");
  await expect(told.getByRole("button")).toHaveCount(0);
  await axe(client);
  await shoot(client, "me-visit-home", { rtl: `${own}?lang=ar` });

  const desk = await house.enter("Front desk");
  await desk.goto(`${CLINIC}/appointments?date=${day(9)}&time=10:00`);
  const service = desk.getByLabel("What", { exact: true }).or(desk.locator("select[name=service]")).first();
  await service.selectOption({ label: (await service.locator("option", { hasText: /home/i }).first().innerText()).trim() });
  await desk.locator("form:has(select[name=service])").getByRole("button", { name: "Book this visit" }).click();
  await expect(desk.locator("#e-note")).toContainText("Write where we come to");
  await axe(desk);
  await shoot(desk, "desk-book-home");
});
