// Live news and whoever is at work on the page: nothing closes, moves away or is lost under their hands.
import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { CLINIC, DESK, PHONE, expect, test } from "./help";
import { book, somebody } from "./booking";
import { day } from "./when";

test("news of a visit waits while its cancel form is open, and comes when it is closed", async ({ house }) => {
  const petra = somebody("Petra", "Holm");
  const visitor = await house.someone(PHONE);
  await book(visitor, "review", day(14), petra);
  const desk = await house.enter("Front desk");
  await desk.goto(`${CLINIC}/day?date=${day(14)}`);
  await desk.locator("a.at", { hasText: "Petra Holm" }).click();
  const id = new URL(desk.url()).searchParams.get("visit");
  await desk.goto(`${CLINIC}/appointments/${id}`);
  await desk.evaluate(() => Object.assign(window, { stayed: true }));
  const fold = desk.locator("details.fold");
  await fold.locator("summary").click();
  await desk.getByLabel("Why?").selectOption("clinic");
  // The focus goes on, onto nothing: what is open is being worked on all the same.
  await desk.evaluate(() => (document.activeElement as HTMLElement).blur());

  const other = await house.enter("Front desk", DESK);
  await other.goto(`${CLINIC}/day?date=${day(14)}&visit=${id}`);
  const looked = desk.waitForResponse((answer) => answer.request().headers()["x-keepwell-live"] === "1", { timeout: 3_000 }).then(() => true, () => false);
  await other.locator(".chosen").getByRole("button", { name: "Confirm" }).click();
  await expect(other.locator(".chosen .pill")).toContainText("Confirmed");
  expect(await looked, "the page is not even asked for").toBe(false);
  await expect(fold).toHaveAttribute("open", "");
  await expect(desk.getByLabel("Why?")).toHaveValue("clinic");

  // Closed, the page catches up without being loaded anew.
  await fold.locator("summary").click();
  await desk.evaluate(() => (document.activeElement as HTMLElement).blur());
  await expect(desk.locator(".thread")).toContainText("Confirmed");
  expect(await desk.evaluate(() => "stayed" in window)).toBe(true);
});

test("news waits while the focus stands on a button, and what is on its way gives way to it", async ({ house }) => {
  const soren = somebody("Soren", "Lykke");
  const visitor = await house.someone(PHONE);
  await book(visitor, "review", day(15), soren);
  const desk = await house.enter("Front desk");
  await desk.goto(`${CLINIC}/day?date=${day(15)}`);
  await desk.locator("a.at", { hasText: "Soren Lykke" }).click();
  const id = new URL(desk.url()).searchParams.get("visit");
  const other = await house.enter("Front desk", DESK);
  await other.goto(`${CLINIC}/day?date=${day(15)}&visit=${id}`);

  // The page is asked for while nobody is at work, and answered when somebody is.
  let answer = () => {};
  const held = new Promise<void>((go) => (answer = go));
  let asked = 0;
  await desk.route(/\/day\?/, async (route) => {
    if (route.request().headers()["x-keepwell-live"]) {
      asked += 1;
      await held;
    }
    await route.continue();
  });
  const button = desk.locator(".chosen").getByRole("button", { name: "Confirm" });
  await expect(button).toBeVisible();
  await desk.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await other.locator(".chosen").getByRole("button", { name: "Confirm" }).click();
  await expect.poll(() => asked).toBe(1);
  await button.focus();
  answer();
  await desk.waitForTimeout(500);
  await expect(button).toBeFocused();
  await desk.evaluate(() => (document.activeElement as HTMLElement).blur());
  await expect(desk.locator(".chosen .pill")).toContainText("Confirmed");
});

test("a part that is drawn anew keeps what was open and finds the button that had the focus", async ({ house }) => {
  // The module itself, in a page of ours: what brings parts without news (another day, another person) swaps at once.
  const web = resolve(import.meta.dirname, "../../web");
  const region = execFileSync(resolve(web, "node_modules/.bin/esbuild"), ["src/region.ts", "--bundle", "--format=iife", "--global-name=region"], { cwd: web, encoding: "utf8" });
  const page = await house.someone();
  await page.goto(CLINIC);
  const form = (state: string, label: string) =>
    `<form method="post" action="/x/status"><input type="hidden" name="state" value="${state}"><button class="btn">${label}</button></form>`;
  const part = (news: string) =>
    `<div data-live-region="card"><p>${news}</p>${form("arrived", "Arrived")}${form("no_show", "Did not come")}
     <details><summary id="why">Why</summary><p>Because</p></details><details><summary>More</summary></details></div>`;
  await page.evaluate(`${region}; globalThis.region = region;`);
  const stood = await page.evaluate(
    ({ before, after }) => {
      const { swap, busy } = (globalThis as unknown as { region: { swap(next: Document): void; busy(): boolean } }).region;
      document.querySelector("main")?.insertAdjacentHTML("beforeend", before);
      const card = document.querySelector("[data-live-region=card]") as HTMLElement;
      card.querySelector("details")?.setAttribute("open", "");
      card.querySelectorAll("button")[1]?.focus();
      const working = busy();
      swap(new DOMParser().parseFromString(after, "text/html"));
      return {
        working,
        news: card.querySelector("p")?.textContent,
        focus: document.activeElement?.textContent,
        open: [...card.querySelectorAll("details")].map((fold) => fold.open),
      };
    },
    { before: part("before"), after: part("after") },
  );
  expect(stood).toEqual({ working: true, news: "after", focus: "Did not come", open: [true, false] });
});
