// A receptionist's hour: who works it, for whom, and on which day. What is done in it stands in hour-tasks.ts.
import { expect, CLINIC, DESK, type House } from "./help";
import { chooseTime, goOn, letterLink, openLetter, somebody, tell, type Who } from "./booking";
import { type Locator, type Page } from "@playwright/test";
import { Keys } from "./walk";

export interface Person extends Who {
  name: string;
  phone: string;
}

/** One run's own day and people; nobody else touches them, so that both runs go beside every other test, and again. */
export interface Mine {
  /** A day ahead on which nothing is booked by the demo, as "2026-12-29". */
  date: string;
  /** A client already, on whom the hour's records are kept; and the same person entered again, with a slip. */
  known: Person;
  twin: Person;
  /** Somebody who walks in. */
  fresh: Person;
  /** Somebody who asked for a visit at home. */
  asker: Person;
}

export interface Task {
  /** As docs/desk.md has it. */
  title: string;
  mouse(page: Page, mine: Mine): Promise<void>;
  keys(keys: Keys, page: Page, mine: Mine): Promise<void>;
  /** What came of it, as the page shows it and says it. */
  came(page: Page, mine: Mine): Promise<void>;
}

const letters = () => [...Math.random().toString(36).slice(2, 8)].map((one) => String.fromCharCode(97 + (one.charCodeAt(0) % 26))).join("");

function person(given: string, family: string): Person {
  const digits = Math.floor(1_000_000 + Math.random() * 8_999_999);
  return { ...somebody(given, family), phone: `020 ${String(digits).slice(0, 3)} ${String(digits).slice(3)}`, name: `${given} ${family}` };
}

async function enter(desk: Page, { given, family, phone }: Person): Promise<void> {
  await desk.goto(`${CLINIC}/clients/new`);
  await desk.getByLabel("Given name").fill(given);
  await desk.getByLabel("Family name").fill(family);
  await desk.getByLabel("Phone").fill(phone);
  await desk.getByRole("button", { name: "Save" }).click();
  await expect(desk.locator(".toast")).toContainText("Added.");
}

/**
 * A receptionist with an account of their own, because what is taken back is what the account did last; two records of
 * one client; and a request for a visit at home.
 */
export async function prepared(house: House, date: string): Promise<{ page: Page; mine: Mine }> {
  const family = `Quill${letters()}`;
  const mine = { date, known: person("Helmi", family), twin: person("Helmy", family), fresh: person("Vigga", `Walk${letters()}`), asker: person("Orla", `Ask${letters()}`) };
  const manager = await house.enter("Manager");
  await enter(manager, mine.known);
  await enter(manager, mine.twin);
  const receptionist = somebody("Tove", "Desk");
  await manager.goto(`${CLINIC}/staff/invite`);
  await manager.locator("[name=name]").fill("Tove Desk");
  await manager.getByRole("textbox", { name: "Email" }).fill(receptionist.email);
  await manager.locator("[name=role][value=front_desk]").check();
  await manager.locator("main button.go").click();
  await expect(manager.locator("main")).toContainText("Tove Desk");
  await manager.context().close();

  const visitor = await house.someone();
  await chooseTime(visitor, "home", date);
  await goOn(visitor);
  await tell(visitor, mine.asker);
  await visitor.getByLabel("Street, town, and how to get in").fill("3 Weir Lane, Dublin");
  await goOn(visitor);
  await visitor.getByRole("button", { name: "Ask for this visit" }).click();
  await expect(visitor.getByRole("heading", { level: 1 })).toHaveText("We have your request");
  await visitor.context().close();

  const page = await house.someone(DESK);
  // Paper is the browser's own dialog: that the page asks for it is all a test sees.
  await page.context().addInitScript(() => (window.print = () => void (document.documentElement.dataset.printed = "")));
  await openLetter(page, receptionist.email, /./);
  await page.goto(await letterLink(page));
  await page.getByLabel("New password").fill("harbour quilt and eleven spoons");
  await page.getByRole("button", { name: "Set it and sign in" }).click();
  await page.waitForURL(/\/day/);
  return { page, mine };
}

/** What a screen reader was told last on the calendar. */
export const says = (page: Page): Locator => page.locator("#says");
export const card = (page: Page): Locator => page.locator(".chosen");
export const title = (page: Page): Locator => page.getByRole("heading", { level: 1 });
/** One of the ways between the program's parts. */
export const way = (page: Page, name: "Day" | "Clients"): Locator => page.getByRole("navigation", { name: "Main" }).getByRole("link", { name, exact: true });
export const view = (page: Page, name: string): Locator => page.getByRole("navigation", { name: "Views" }).getByRole("link", { name, exact: true });

/** Half an hour of today that has begun, in which somebody works and nobody was booked: where whoever walked in is entered. */
export async function idle(page: Page): Promise<{ lane: Locator; name: string; start: string; below: number }> {
  const found = await page.locator(".cal").evaluate((board: HTMLElement) => {
    const minutes = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
    const now = minutes(board.dataset.now ?? "");
    for (const lane of board.querySelectorAll<HTMLElement>(".lane")) {
      const taken = [...lane.querySelectorAll("a.at, .off")].map(({ className }) => {
        const part = (letter: string) => Number(new RegExp(`\\b${letter}(\\d+)\\b`).exec(className)?.[1]);
        return { from: part("h") * 60 + part("m"), to: part("h") * 60 + part("m") + part("d") };
      });
      for (let from = minutes("08:00"); from < now; from += 15) {
        if (taken.some((one) => one.from < from + 30 && from < one.to)) continue;
        const style = getComputedStyle(lane);
        const [first, hours] = ["--from", "--hours"].map((name) => Number(style.getPropertyValue(name)));
        const below = ((from + 7 - (first ?? 0) * 60) / ((hours ?? 1) * 60)) * lane.getBoundingClientRect().height;
        const two = (n: number) => String(n).padStart(2, "0");
        return { who: lane.dataset.who, name: lane.dataset.spoken ?? "", start: `${two(Math.floor(from / 60))}:${two(from % 60)}`, below };
      }
    }
    return undefined;
  });
  if (!found) throw new Error("everybody was booked all morning");
  return { ...found, lane: page.locator(`.lane[data-who="${found.who}"]`) };
}

/** After the hour the morning is as idle as it was: the marks of whoever walked in are taken back, and then the visit. */
export async function giveBack(page: Page, { fresh }: Mine): Promise<void> {
  await way(page, "Day").click();
  await page.locator(".cal a.at", { hasText: fresh.name }).click();
  for (const state of ["In the room", "Arrived", "Booked"]) {
    await card(page).getByRole("button", { name: "Undo", exact: true }).click();
    await expect(card(page).locator(".pill")).toContainText(state);
  }
  await card(page).getByRole("button", { name: "Late cancel" }).click();
  await expect(page.locator(".cal a.at", { hasText: fresh.name })).toHaveCount(0);
}
