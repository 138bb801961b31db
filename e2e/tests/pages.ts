// Every kind of page, by who sees it: what holds for all pages is tested on these.
import { CLINIC, type House, address } from "./help";
import { type Page } from "@playwright/test";
import { book, somebody } from "./booking";
import { day } from "./when";

export interface Known {
  name: string;
  path: string;
  /** Shown in Arabic too. */
  arabic?: boolean;
  /** The staff's, whose words are English: laid out from right to left for whoever chose Arabic. */
  mirrored?: boolean;
}

/** What anyone sees; `link` is a visit's own address, `letter` one of the mailbox. */
export const OPEN = (link: string, letter: string): Known[] => [
  { name: "doors", path: "/" },
  { name: "start", path: CLINIC, arabic: true },
  { name: "choose", path: `${CLINIC}/book/first-visit?day=${day(1)}`, arabic: true },
  { name: "choose-missing", path: `${CLINIC}/book/first-visit?day=${day(1)}&missing=1`, arabic: true },
  { name: "own-visit", path: link, arabic: true },
  { name: "own-visit-done", path: `${link}?done=1`, arabic: true },
  { name: "own-visit-change", path: `${link}/change`, arabic: true },
  { name: "own-visit-cancel", path: `${link}/cancel`, arabic: true },
  { name: "notice", path: `${CLINIC}/notice`, arabic: true },
  { name: "cookies", path: `${CLINIC}/cookies`, arabic: true },
  { name: "sign-in", path: `${CLINIC}/sign-in`, arabic: true },
  { name: "open-account", path: `${CLINIC}/sign-up`, arabic: true },
  { name: "forgotten", path: `${CLINIC}/forgotten`, arabic: true },
  { name: "link-over", path: `${CLINIC}/password/x`, arabic: true },
  { name: "mailbox", path: `${CLINIC}/mailbox` },
  { name: "a-letter", path: letter },
  { name: "not-found", path: `${CLINIC}/nothing-here`, arabic: true },
  { name: "api", path: "/api/v1/docs" },
  { name: "components", path: "/_components" },
];

export const CLIENT: Known[] = [
  { name: "me-home", path: `${CLINIC}/me`, arabic: true },
  { name: "me-visits", path: `${CLINIC}/me/visits`, arabic: true },
  { name: "me-calendar", path: `${CLINIC}/me/calendar`, arabic: true },
  { name: "me-reminders", path: `${CLINIC}/me/reminders`, arabic: true },
  { name: "me-record", path: `${CLINIC}/me/record`, arabic: true },
  { name: "me-consents", path: `${CLINIC}/me/consents`, arabic: true },
  { name: "me-held", path: `${CLINIC}/me/held`, arabic: true },
  { name: "me-removal", path: `${CLINIC}/me/held/removal?what=email`, arabic: true },
  { name: "me-details", path: `${CLINIC}/me/details`, arabic: true },
  { name: "me-account", path: `${CLINIC}/account`, arabic: true },
  { name: "me-address", path: `${CLINIC}/account/address`, arabic: true },
];

export const DESKS: Known[] = [
  { name: "desk-day", path: `${CLINIC}/day`, mirrored: true },
  { name: "desk-other-day", path: `${CLINIC}/day?date=${day(4)}`, mirrored: true },
  { name: "desk-week", path: `${CLINIC}/day?date=${day(4)}&view=week`, mirrored: true },
  { name: "desk-rooms", path: `${CLINIC}/day?date=${day(4)}&view=rooms`, mirrored: true },
  { name: "desk-list", path: `${CLINIC}/day?date=${day(4)}&view=list`, mirrored: true },
  { name: "desk-why", path: `${CLINIC}/why`, mirrored: true },
  { name: "desk-book", path: `${CLINIC}/appointments?date=${day(1)}` },
  { name: "desk-clients", path: `${CLINIC}/clients`, mirrored: true },
  { name: "desk-new-client", path: `${CLINIC}/clients/new` },
  { name: "desk-duplicates", path: `${CLINIC}/clients/duplicates` },
  { name: "desk-account", path: `${CLINIC}/account` },
];

export const MANAGER: Known[] = [
  { name: "setup", path: `${CLINIC}/setup`, mirrored: true },
  { name: "setup-leave", path: `${CLINIC}/setup/leave`, mirrored: true },
  ...["bookings", "attendance", "utilisation", "clients"].map((name) => ({ name, path: `${CLINIC}/reports/${name}`, mirrored: true })),
  { name: "attendance-none", path: `${CLINIC}/reports/attendance?from=2020-01-01&to=2020-01-02` },
  ...["erasures", "retention", "notice/change", "processing", "access-log"].map((path) => ({ name: path.replace("/", "-"), path: `${CLINIC}/${path}` })),
  { name: "staff", path: `${CLINIC}/staff` },
  { name: "staff-invite", path: `${CLINIC}/staff/invite` },
  { name: "tokens", path: `${CLINIC}/tokens` },
  { name: "directory", path: `${CLINIC}/directory`, mirrored: true },
  { name: "directory-own", path: `${CLINIC}/account/directory` },
  { name: "client-tags", path: `${CLINIC}/clients/tags` },
  ...["clinic", "clinic/logo", "services", "services/new", "practitioners", "practitioners/new", "places", "places/new", "rooms", "rooms/new", "equipment", "equipment/new", "dates", "blocks", "terms"].map((part) => ({
    name: `setup-${part.replace("/", "-")}`,
    path: `${CLINIC}/setup/${part}`,
  })),
];

/** A booking of this file's own, for the pages that need one: the visit's address and its letter's. */
export async function prepared(house: House, ahead: number): Promise<{ link: string; letter: string }> {
  const page = await house.someone();
  const who = somebody("Page", "Turner");
  const { link } = await book(page, "review", day(ahead), who);
  let letter = "";
  for (let tries = 0; !letter && tries < 50; tries += 1) {
    await page.goto(`${CLINIC}/mailbox`);
    letter = (await page.getByRole("listitem").filter({ hasText: who.email }).getByRole("link").first().getAttribute("href", { timeout: 1_000 }).catch(() => "")) ?? "";
  }
  await page.context().close();
  return { link: link.replace(address(), ""), letter };
}

/** Pages whose address is only known from another page: a visit at the desk, a client's record, a practitioner's hours. */
export async function found(page: Page, list: string, link: string): Promise<string> {
  await page.goto(list);
  const href = await page.locator(link).first().getAttribute("href");
  if (!href) throw new Error(`${list} has no ${link}`);
  return new URL(href, page.url()).href.replace(address(), "");
}
