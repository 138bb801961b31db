// The tasks of the hour that are done on the calendar.
import { expect } from "./help";
import { boxOf, drag, free, slip, stretch } from "./calendar";
import { type Task, card, idle, says, title, view, way } from "./hour";
import { type Locator, type Page } from "@playwright/test";

const TODAY = "Tuesday 24 November";
const form = (page: Page): Locator => page.locator("[data-part=form]");
const field = (page: Page, name: string): Locator => form(page).locator(`[name="${name}"]:not([type=hidden])`);
const button = (part: Locator, name: string): Locator => part.getByRole("button", { name, exact: true });
const question = (page: Page): Locator => page.getByRole("dialog");
const bar = (page: Page, name: string): Locator => page.locator(`.daybar [name=${name}]`);
const printed = (page: Page): Promise<void> => expect(page.locator("html")).toHaveAttribute("data-printed", "");
/** The first free time that is long enough for the hour's visits and what is done with them. */
const roomy = (page: Page): Locator => page.locator(".lane a.gap").filter({ hasText: /Free ([2-9]\d\d) min/ }).first();

export const CALENDAR: Task[] = [
  {
    title: "See who comes today, and print the day",
    async mouse(page) {
      await way(page, "Day").click();
      await view(page, "List").click();
      await page.locator("table.visits tbody th a").first().click();
      await expect(page.locator("#chosen-name")).toBeFocused();
      await page.getByRole("button", { name: "Day sheet" }).click();
      await printed(page);
      await view(page, "Day").click();
    },
    async keys(keys, page) {
      await keys.enter(way(page, "Day"));
      await expect(title(page)).toHaveText(TODAY);
      await keys.to(page.locator(".cal a[tabindex='0']"));
      await keys.press("4");
      await keys.enter(page.locator("table.visits tbody th a").first());
      await expect(page.locator("#chosen-name")).toBeFocused();
      await keys.enter(page.getByRole("button", { name: "Day sheet" }), { back: true });
      await printed(page);
      await keys.enter(view(page, "Day"));
    },
    async came(page) {
      await expect(page.locator(".cal")).toBeVisible();
      await expect(view(page, "Day")).toHaveAttribute("aria-current", "page");
    },
  },
  {
    title: "Go to another day, and back to today",
    async mouse(page) {
      await page.getByRole("link", { name: "Day after" }).click();
      await expect(title(page)).toHaveText("Wednesday 25 November");
      await page.locator("[data-today]").click();
    },
    async keys(keys, page) {
      await keys.to(page.locator(".cal a[tabindex='0']"));
      await keys.press("PageDown");
      await expect(title(page)).toHaveText("Wednesday 25 November");
      await keys.to(page.locator(".cal a[tabindex='0']"));
      await keys.press("t");
    },
    async came(page) {
      await expect(title(page)).toHaveText(TODAY);
      await expect(page.locator("[data-today]")).toHaveAttribute("aria-current", "date");
    },
  },
  {
    title: "Look at one practitioner’s week, and at the rooms",
    async mouse(page) {
      await bar(page, "who").selectOption({ label: "Sunniva Hale" });
      await expect(page.locator(".lane")).toHaveCount(1);
      await view(page, "Week").click();
      await expect(page.locator(".lane")).toHaveCount(7);
      await bar(page, "who").selectOption({ label: "Everyone" });
      await expect(page.locator(".cal.compact")).toBeVisible();
      await view(page, "Rooms").click();
    },
    async keys(keys, page) {
      await keys.to(bar(page, "who"));
      await keys.type("S");
      await expect(page.locator(".lane")).toHaveCount(1);
      // One goes on from where one stood: the next arrow is the next person.
      await expect(bar(page, "who")).toBeFocused();
      await keys.to(page.locator(".cal a[tabindex='0']"));
      await keys.press("2");
      await expect(page.locator(".lane")).toHaveCount(7);
      await keys.to(bar(page, "who"), { back: true });
      await keys.press("Home");
      await expect(page.locator(".cal.compact")).toBeVisible();
      await keys.to(page.locator(".cal a[tabindex='0']"));
      await keys.press("3");
    },
    async came(page) {
      await expect(view(page, "Rooms")).toHaveAttribute("aria-current", "page");
      await expect(page.locator(".lane").first()).toHaveAttribute("data-room", /./);
    },
  },
  {
    title: "Book somebody new",
    async mouse(page, { fresh }) {
      await view(page, "Day").click();
      await expect(page.locator(".lane").first()).toHaveAttribute("data-who", /./);
      const { lane, below } = await idle(page);
      await lane.click({ position: { x: 60, y: below } });
      await field(page, "find").fill(fresh.family);
      await button(form(page), "Find").click();
      await page.getByRole("radio", { name: "Someone new" }).check();
      for (const [name, words] of [["given_name", fresh.given], ["family_name", fresh.family], ["phone", fresh.phone]] as const) await field(page, name).fill(words);
      await field(page, "service").selectOption({ label: "Video visit, 30 min" });
      await button(form(page), "Book this visit").last().click();
    },
    async keys(keys, page, { fresh }) {
      await keys.to(page.locator(".cal a[tabindex='0']"));
      await keys.press("1");
      await expect(page.locator(".lane").first()).toHaveAttribute("data-who", /./);
      const { name, start } = await idle(page);
      await keys.walk(page.locator(".lane a.gap").first());
      await keys.press("Enter");
      await expect(field(page, "find")).toBeFocused();
      await keys.type(fresh.family);
      await keys.enter(button(form(page), "Find"));
      await keys.choose(page.getByRole("radio", { name: "Someone new" }));
      for (const [part, words] of [["given_name", fresh.given], ["family_name", fresh.family], ["phone", fresh.phone]] as const) await keys.write(field(page, part), words);
      await keys.to(field(page, "service"));
      await keys.type("Video");
      await keys.to(field(page, "practitioner"));
      await keys.type(name);
      await keys.writeTime(field(page, "time"), start);
      await keys.enter(button(form(page), "Book this visit").last());
    },
    async came(page, { fresh }) {
      await expect(slip(page, fresh.name)).toBeVisible();
      await expect(says(page)).toContainText(fresh.name);
      await expect(page.locator("#chosen-name")).toHaveText(fresh.name);
    },
  },
  {
    title: "Mark who did not come",
    async mouse(page) {
      // Whoever was just booked is open already.
      await button(card(page), "Did not come").click();
    },
    async keys(keys, page, { fresh }) {
      await keys.walk(slip(page, fresh.name));
      await keys.press("x");
    },
    async came(page, { fresh }) {
      await expect(slip(page, fresh.name)).toHaveClass(/missed/);
      await expect(says(page)).toContainText(`${fresh.name}: Not kept`);
    },
  },
  {
    title: "Mark who has come, who goes in, and who is done",
    async mouse(page, { fresh }) {
      for (const [name, state] of [["Came after all", "Arrived"], ["To the room", "In the room"], ["Kept", "Kept"]] as const) {
        await button(card(page), name).click();
        await expect(card(page).locator(".pill")).toContainText(state);
      }
      await expect(slip(page, fresh.name)).toBeVisible();
    },
    async keys(keys, page, { fresh }) {
      await keys.walk(slip(page, fresh.name));
      await keys.press("a");
      await expect(says(page)).toContainText("Arrived");
      await keys.walk(slip(page, fresh.name));
      await keys.press("i");
      await expect(says(page)).toContainText("In the room");
      await keys.walk(slip(page, fresh.name));
      await keys.press("k");
    },
    async came(page, { fresh }) {
      await expect(slip(page, fresh.name)).toHaveClass(/kept/);
      await expect(says(page)).toContainText(`${fresh.name}: Kept`);
    },
  },
  {
    title: "Book a client whom you know",
    async mouse(page, { date, known }) {
      for (let months = 0; months < 3 && !(await page.locator(`[data-day="${date}"]`).isVisible()); months += 1) {
        const before = await page.locator(".month h2").innerText();
        await page.getByRole("link", { name: "Month after" }).click();
        await expect(page.locator(".month h2")).not.toHaveText(before);
      }
      await page.locator(`[data-day="${date}"]`).click();
      await expect(page).toHaveURL(new RegExp(`date=${date}`));
      await roomy(page).click();
      await field(page, "find").fill(known.family);
      await button(form(page), "Find").click();
      await page.getByRole("radio", { name: known.name }).check();
      await field(page, "service").selectOption({ label: "Review, 30 min" });
      await button(form(page), "Book this visit").last().click();
    },
    async keys(keys, page, { date, known }) {
      for (let months = 0; months < 3 && !(await page.locator(`[data-day="${date}"]`).isVisible()); months += 1) {
        const before = await page.locator(".month h2").innerText();
        await keys.enter(page.getByRole("link", { name: "Month after" }));
        await expect(page.locator(".month h2")).not.toHaveText(before);
      }
      await keys.enter(page.locator(`[data-day="${date}"]`));
      await expect(page).toHaveURL(new RegExp(`date=${date}`));
      await keys.walk(roomy(page));
      await keys.press("Enter");
      await expect(field(page, "find")).toBeFocused();
      await keys.type(known.family);
      await keys.enter(button(form(page), "Find"));
      await keys.choose(page.getByRole("radio", { name: known.name }));
      await keys.to(field(page, "service"));
      await keys.type("Review");
      await keys.enter(button(form(page), "Book this visit").last());
    },
    async came(page, { known }) {
      await expect(slip(page, known.name)).toBeVisible();
      await expect(says(page)).toContainText(known.name);
    },
  },
  {
    title: "Move a visit",
    async mouse(page, { known }) {
      const { gap } = await free(page, known.name, 60);
      await drag(page, slip(page, known.name), gap);
      await button(question(page), "Change it").click();
    },
    async keys(keys, page, { known }) {
      await keys.walk(slip(page, known.name));
      await keys.press("m", "ArrowDown", "ArrowDown", "ArrowDown", "Enter");
      await expect(button(question(page), "Change it")).toBeFocused();
      await keys.press("Enter");
    },
    async came(page, { known }) {
      await expect(page.locator(".toast")).toContainText(`Moved ${known.name}`);
      await expect(says(page)).toContainText(`Moved ${known.name}`);
    },
  },
  {
    title: "Make a visit longer or shorter",
    async mouse(page, { known }) {
      const visit = slip(page, known.name);
      const { height } = await boxOf(visit);
      // Ten minutes more than the thirty.
      await stretch(page, visit, (height + 3) / 3);
      await button(question(page), "Change it").click();
    },
    async keys(keys, page, { known }) {
      await keys.walk(slip(page, known.name));
      await keys.press("r", "ArrowDown", "ArrowDown", "Enter");
      await expect(button(question(page), "Change it")).toBeFocused();
      await keys.press("Enter");
    },
    async came(page, { known }) {
      await expect(says(page)).toContainText(`${known.name} now until`);
      await expect(slip(page, known.name)).toHaveAttribute("data-minutes", "40");
    },
  },
  {
    title: "Take back what you did last",
    async mouse(page) {
      await page.locator("[data-undo]").click();
    },
    async keys(keys, page) {
      await keys.to(page.locator(".cal a[tabindex='0']"));
      await keys.press("u");
    },
    async came(page, { known }) {
      await expect(says(page)).toContainText("Taken back");
      await expect(slip(page, known.name)).toHaveAttribute("data-minutes", "30");
    },
  },
  {
    title: "Block time",
    async mouse(page) {
      await roomy(page).click();
      await form(page).getByRole("link", { name: "Block this time" }).click();
      await field(page, "reason").fill("Team meeting");
      await field(page, "time").fill("10:00");
      await field(page, "until").fill("10:30");
      await button(form(page), "Block it").click();
    },
    async keys(keys, page) {
      await keys.walk(roomy(page));
      await keys.press("b");
      await expect(field(page, "reason")).toBeFocused();
      await keys.type("Team meeting");
      await keys.press("Enter");
    },
    async came(page) {
      await expect(page.locator("a.block", { hasText: "Team meeting" })).toBeVisible();
      await expect(says(page)).toContainText("The time is blocked.");
    },
  },
  {
    title: "Ask why a time is not offered, and mend it",
    async mouse(page) {
      const { name, start } = await blocked(page);
      await page.locator(".dayhead").getByRole("link", { name: "Book" }).click();
      await form(page).getByRole("link", { name: "Why not?" }).click();
      await page.getByLabel("What", { exact: true }).selectOption({ label: "Video visit" });
      await page.getByLabel("With", { exact: true }).selectOption({ label: name });
      await page.getByLabel("Time", { exact: true }).fill(start);
      await page.getByRole("button", { name: "Ask" }).click();
      await expect(page.locator(".obstacles").first()).toContainText("Team meeting");
      await page.getByRole("button", { name: "Give the time back" }).first().click();
    },
    async keys(keys, page) {
      const { name, start } = await blocked(page);
      await keys.enter(page.locator(".dayhead").getByRole("link", { name: "Book" }), { back: true });
      await expect(title(page)).toHaveText("Book a visit");
      await keys.enter(form(page).getByRole("link", { name: "Why not?" }));
      await expect(title(page)).toHaveText("Why is this time not offered?");
      await keys.to(page.getByLabel("What", { exact: true }));
      await keys.type("Video");
      await keys.to(page.getByLabel("With", { exact: true }));
      await keys.type(name);
      await keys.writeTime(page.getByLabel("Time", { exact: true }), start);
      await keys.press("Enter");
      await expect(page.locator(".obstacles").first()).toContainText("Team meeting");
      await keys.enter(page.getByRole("button", { name: "Give the time back" }).first());
    },
    async came(page) {
      await expect(says(page)).toContainText("The time is free again.");
      await expect(page.locator("a.block", { hasText: "Team meeting" })).toHaveCount(0);
    },
  },
  {
    title: "Agree to a request",
    async mouse(page, { asker }) {
      await page.getByRole("region", { name: "Requests" }).getByRole("link", { name: asker.name }).click();
      await button(card(page), "Say yes").click();
    },
    async keys(keys, page, { asker }) {
      await keys.enter(page.getByRole("region", { name: "Requests" }).getByRole("link", { name: asker.name }));
      await expect(page.locator("#chosen-name")).toBeFocused();
      await keys.enter(button(card(page), "Say yes"));
    },
    async came(page, { asker }) {
      await expect(card(page).locator(".pill")).toContainText("Booked");
      await expect(says(page)).toContainText(`${asker.name}: Booked`);
    },
  },
  {
    title: "Cancel a visit with the reason, or as called off late",
    async mouse(page, { asker, known }) {
      await card(page).getByText("Cancel this visit?").click();
      await card(page).getByLabel("Why?").selectOption("clinic");
      await button(card(page), "Cancel visit").click();
      await expect(slip(page, asker.name)).toHaveCount(0);
      await slip(page, known.name).click();
      await button(card(page), "Late cancel").click();
    },
    async keys(keys, page, { asker, known }) {
      await keys.enter(card(page).getByText("Cancel this visit?"));
      await keys.to(card(page).getByLabel("Why?"));
      await keys.press("ArrowDown");
      await keys.enter(button(card(page), "Cancel visit"));
      await expect(slip(page, asker.name)).toHaveCount(0);
      await keys.walk(slip(page, known.name));
      await keys.press("Enter");
      await expect(page.locator("#chosen-name")).toHaveText(known.name);
      await keys.enter(button(card(page), "Late cancel"));
    },
    async came(page, { known }) {
      await expect(slip(page, known.name)).toHaveCount(0);
      await expect(says(page)).toContainText(`${known.name}: Cancelled late`);
    },
  },
];

/** Whose time the block of the hour takes, and from when. */
async function blocked(page: Page): Promise<{ name: string; start: string }> {
  const block = page.locator("a.block", { hasText: "Team meeting" });
  const name = (await block.locator("xpath=ancestor::ol").getAttribute("data-spoken")) ?? "";
  const start = /\d\d:\d\d/.exec(await block.innerText())?.[0] ?? "";
  return { name, start };
}
