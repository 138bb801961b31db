// What holds on every page: readable by everyone, in light and dark and both directions, and no wider than a phone.
import { CLINIC, DESK, PHONE, axe, axeOfLayout, expect, shoot, test } from "./help";
import { bookForChild } from "./booking";
import { CLIENT, DESKS, type Known, MANAGER, OPEN, found, prepared } from "./pages";
import { day } from "./when";
import { type Page } from "@playwright/test";

// Each role's pages are looked at beside the others'.
test.describe.configure({ mode: "parallel" });

async function look(page: Page, pages: Known[]): Promise<void> {
  for (const { name, path, arabic } of pages) {
    await test.step(name, async () => {
      await page.setViewportSize(DESK.viewport);
      await page.goto(path);
      await expect(page.locator("h1"), `${path} has one heading of the first level`).toHaveCount(1);
      await axe(page);
      await page.setViewportSize(PHONE.viewport);
      await axeOfLayout(page, "light");
      const inArabic = `${path}${path.includes("?") ? "&" : "?"}lang=ar`;
      if (arabic) {
        await page.goto(inArabic);
        await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
        await axe(page);
        await page.goto(inArabic.replace(/ar$/, "en"));
      }
      await shoot(page, name, { few: true, ...(arabic ? { rtl: inArabic } : {}), ...(name === "notice" ? { keep: ["1440-light"] } : {}) });
    });
  }
}

/** From right to left: the same must hold at both widths, and every dress is pictured. */
async function mirror(page: Page, pages: Known[]): Promise<void> {
  for (const { name, path } of pages) {
    await test.step(name, async () => {
      await page.setViewportSize(DESK.viewport);
      await page.goto(`${path}${path.includes("?") ? "&" : "?"}lang=ar`);
      await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
      await axe(page);
      await page.setViewportSize(PHONE.viewport);
      await axeOfLayout(page, "light");
      await shoot(page, `${name}-rtl`);
    });
  }
}

for (const half of [0, 1]) {
  test(`what anyone sees is accessible and fits, part ${half + 1} of 2`, async ({ house }) => {
    test.setTimeout(240_000);
    const { link, letter } = await prepared(house, 6 + half);
    await look(await house.someone(DESK), OPEN(link, letter).filter((_, at) => at % 2 === half));
  });
}

test("a client's own pages are accessible and fit", async ({ house }) => {
  test.setTimeout(240_000);
  const client = await house.enter("Client");
  await bookForChild(client, day(8));
  const record = await found(client, `${CLINIC}/me`, 'a[href*="/wards/"][href$="/record"]');
  const details = await found(client, `${CLINIC}/me`, 'a[href*="/wards/"][href$="/details"]');
  await look(client, [
    ...CLIENT,
    { name: "me-home-wards", path: `${CLINIC}/me`, arabic: true },
    { name: "ward-record", path: record, arabic: true },
    { name: "ward-details", path: details, arabic: true },
  ]);
});

test("the desk's pages are accessible and fit", async ({ house }) => {
  test.setTimeout(300_000);
  const desk = await house.enter("Front desk");
  const visit = await found(desk, `${CLINIC}/day?date=${day(1)}`, "a.at");
  const gap = await found(desk, `${CLINIC}/day?date=${day(1)}`, "a.gap");
  const open = await found(desk, visit, ".chosen a.quiet");
  const client = await found(desk, visit, "#chosen-name a");
  const pair = await found(desk, `${CLINIC}/clients/duplicates`, "main a[href*='/merge/']");
  await desk.goto(`${CLINIC}/clients`);
  const search = desk.getByRole("main").getByRole("searchbox");
  await search.fill("nobody of this name");
  await search.press("Enter");
  await expect(desk.getByRole("heading", { level: 1 })).toContainText("nobody of this name");
  const searched = desk.url();
  await look(desk, [
    ...DESKS,
    { name: "desk-chosen", path: visit },
    { name: "desk-place", path: gap },
    { name: "desk-appointment", path: open },
    { name: "desk-move", path: `${open}/move` },
    { name: "desk-client", path: client },
    ...["details", "documents", "tags", "numbers", "family", "merge"].map((part) => ({ name: `desk-client-${part}`, path: `${client}/${part}` })),
    { name: "desk-merge", path: pair },
    { name: "desk-found", path: searched },
  ]);
});

test("the desk's calendar holds from right to left", async ({ house }) => {
  test.setTimeout(400_000);
  await mirror(await house.enter("Front desk"), DESKS.filter((page) => page.mirrored));
});

test("what the desk opens holds from right to left", async ({ house }) => {
  test.setTimeout(300_000);
  const desk = await house.enter("Front desk");
  const visit = await found(desk, `${CLINIC}/day?date=${day(1)}`, "a.at");
  const gap = await found(desk, `${CLINIC}/day?date=${day(1)}`, "a.gap");
  const open = await found(desk, visit, ".chosen a.quiet");
  const client = await found(desk, visit, "#chosen-name a");
  await mirror(desk, [
    { name: "desk-appointment", path: open },
    { name: "desk-chosen", path: visit },
    { name: "desk-place", path: gap },
    { name: "desk-client", path: client },
  ]);
});

test("the manager's pages hold from right to left", async ({ house }) => {
  test.setTimeout(300_000);
  const manager = await house.enter("Manager");
  const service = await found(manager, `${CLINIC}/setup/services`, "tbody a");
  const practitioner = await found(manager, `${CLINIC}/setup/practitioners`, "tbody a");
  await mirror(manager, [
    ...MANAGER.filter((page) => page.mirrored),
    { name: "setup-service", path: service },
    { name: "setup-hours", path: `${practitioner}/hours` },
  ]);
});

test("the manager's pages are accessible and fit", async ({ house }) => {
  test.setTimeout(240_000);
  const manager = await house.enter("Manager");
  const service = await found(manager, `${CLINIC}/setup/services`, "tbody a");
  const practitioner = await found(manager, `${CLINIC}/setup/practitioners`, "tbody a");
  const member = await found(manager, `${CLINIC}/staff`, "tbody a");
  const tag = await found(manager, `${CLINIC}/clients/tags`, "tbody td.end a");
  await look(manager, [
    ...MANAGER,
    { name: "setup-service", path: service },
    { name: "setup-practitioner", path: practitioner },
    { name: "setup-hours", path: `${practitioner}/hours` },
    { name: "setup-own-dates", path: `${practitioner}/dates` },
    { name: "staff-member", path: member },
    { name: "client-tag", path: tag },
  ]);
});

test("what the desk did not expect comes back with its reasons beside it", async ({ house }) => {
  const desk = await house.enter("Front desk");
  await desk.goto(`${CLINIC}/appointments?date=${day(1)}`);
  await desk.locator("main .btn.go").click();
  await expect(desk.getByRole("alert").first()).toBeVisible();
  await axe(desk);
  await shoot(desk, "desk-book-faults");
  // A time that is not to be had says why, and what is near.
  await desk.getByRole("searchbox", { name: "Client", exact: true }).fill("Achterberg");
  await desk.getByRole("button", { name: "Find" }).click();
  await desk.getByRole("radio", { name: /Achterberg/ }).first().check();
  await desk.getByLabel("Time", { exact: true }).fill("03:00");
  await desk.locator("main .btn.go").click();
  await expect(desk.locator("main").getByText("This time is not to be had.")).toBeVisible();
  await axe(desk);
  await shoot(desk, "desk-clash");
  await desk.locator("button.chip").first().click();
  await expect(desk.locator(".toast")).toContainText("Booked");
});
