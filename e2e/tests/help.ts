// What every browser test shares: people with browsers of their own, pictures in every dress, and what must hold on
// every page whatever is tested.
import AxeBuilder from "@axe-core/playwright";
import { test as base, expect, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from "@playwright/test";
import { join, resolve } from "node:path";

export { expect };
export const CLINIC = "/c/linden-quay";
export const PHONE = { viewport: { width: 390, height: 844 } };
export const DESK = { viewport: { width: 1440, height: 900 } };

/** Phone and desktop, in CSS pixels. */
export const WIDTHS = [390, 1440] as const;
const HEIGHTS: Record<number, number> = { 390: 844, 1440: 900 };

const shots = resolve(import.meta.dirname, process.env.SHOTS ?? "../shots");
const kept = resolve(import.meta.dirname, "../../docs/screenshots");

export function address(): string {
  const address = process.env.KEEPWELL_URL;
  if (!address) throw new Error("the demo is not running: start.ts sets KEEPWELL_URL");
  return address;
}

/** What a browser did that no page of ours may make it do. */
export class Watch {
  readonly faults: string[] = [];

  constructor(context: BrowserContext, home: string) {
    context.on("request", (request) => {
      const url = new URL(request.url());
      if (url.protocol === "data:" || url.protocol === "blob:") return;
      if (url.origin !== home) this.faults.push(`asked another host: ${url.href}`);
    });
    context.on("console", (message) => {
      if (/content security policy/i.test(message.text())) this.faults.push(`refused by policy: ${message.text()}`);
    });
    context.on("weberror", (fault) => this.faults.push(`script failed: ${fault.error().message}`));
  }
}

type Role = "Front desk" | "Clinician" | "Manager" | "Privacy officer" | "Client";

export interface House {
  /** A page of somebody with a browser of their own; closed with the test. */
  someone(options?: BrowserContextOptions): Promise<Page>;
  /** The same through a door of the demo's front page. */
  enter(role: Role, options?: BrowserContextOptions): Promise<Page>;
}

/** `test` with the house: whoever comes is watched, and the test fails when a page asked another host, broke the content policy or threw. */
export const test = base.extend<{ house: House }>({
  baseURL: async ({}, use) => use(address()),
  house: async ({ browser }: { browser: Browser }, use) => {
    const contexts: BrowserContext[] = [];
    const watches: Watch[] = [];
    const someone = async (options: BrowserContextOptions = {}) => {
      const context = await browser.newContext({ baseURL: address(), locale: "en-IE", timezoneId: "Europe/Dublin", ...options });
      contexts.push(context);
      watches.push(new Watch(context, options.baseURL ?? address()));
      return context.newPage();
    };
    const enter = async (role: Role, options: BrowserContextOptions = DESK) => {
      const page = await someone(options);
      await page.goto("/");
      await page.getByRole("button", { name: `Enter as ${role}` }).click();
      await page.waitForURL(/\/(day|me|office)$|\/(day|me)\?|\/staff|\/clients/);
      return page;
    };
    await use({ someone, enter });
    for (const context of contexts) await context.close();
    expect(watches.flatMap((watch) => watch.faults)).toEqual([]);
  },
});

export interface Dress {
  /** Only on a phone in light and at the desk in dark: for pages that other tests picture in every dress. */
  few?: boolean;
  /** A second address of the same page in a right-to-left language, pictured too. */
  rtl?: string;
  /** The whole page (the default) or what the window shows. */
  whole?: boolean;
  /** Pictures that the documents show, kept when SCREENSHOTS=1: "390-light", "390-rtl", "1440-dark". */
  keep?: string[];
  /** Names the kept pictures where it is not the page's. */
  as?: string;
}

/** Nobody opens the pictures of a machine that only tests, so it takes none unless it is told where to put them. */
const PICTURED = !process.env.CI || !!process.env.SHOTS || !!process.env.SCREENSHOTS;

/** Pictures taller than this show only their beginning, in CSS pixels. */
const TALLEST = 2_600;

/** Takes `name-390-light.png` and its sisters: each width, light and dark, and right to left when asked. */
export async function shoot(page: Page, name: string, dress: Dress = {}): Promise<void> {
  const here = page.url();
  const size = page.viewportSize();
  await dressed(page, name, "", dress);
  if (dress.rtl) {
    await page.goto(dress.rtl);
    await dressed(page, name, "-rtl", dress);
    await page.goto(here);
  }
  if (size) await page.setViewportSize(size);
}

async function dressed(page: Page, name: string, suffix: string, { whole = true, keep = [], as = name, few = false }: Dress): Promise<void> {
  for (const width of WIDTHS) {
    const height = HEIGHTS[width] ?? 900;
    await page.setViewportSize({ width, height });
    expect.soft(await overflow(page), `${name}${suffix} is wider than ${width} px`).toBe(0);
    if (!PICTURED) continue;
    // The window as tall as the page: what sticks to its foot then stands where the page ends.
    const tall = Math.min(whole ? await page.evaluate(() => document.documentElement.scrollHeight) : 0, TALLEST);
    for (const scheme of ["light", "dark"] as const) {
      if (few && !keep.length && (width === 390) !== (scheme === "light")) continue;
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
      const kind = suffix ? `${width}${suffix}` : `${width}-${scheme}`;
      if (process.env.SCREENSHOTS && keep.includes(kind) && (!suffix || scheme === "light")) {
        // For a page of the documents: cut where a phone's picture would be longer than a reader scrolls.
        await page.setViewportSize({ width, height: width === 390 ? Math.min(Math.max(tall, height), 1150) : height });
        await page.screenshot({ animations: "disabled", path: join(kept, `${as}-${kind}.png`) });
      }
      await page.setViewportSize({ width, height: Math.max(tall, height) });
      await page.screenshot({ animations: "disabled", path: join(shots, `${name}${suffix}-${width}-${scheme}.png`) });
    }
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
}

/** By how many pixels the page scrolls sideways; a page never should. */
export async function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

type Scheme = "light" | "dark";

/** Fails on any violation of WCAG 2.2 A and AA, or of axe's own good practice, in light; and on what colours and the layout can spoil, in dark. */
export async function axe(page: Page): Promise<void> {
  await accessible(page, "light", (builder) => builder.withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]));
  await accessible(page, "dark", (builder) => builder.withRules(["color-contrast", "target-size"]));
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
}

/** The same for what only another width of a page already tested can spoil. */
export async function axeOfLayout(page: Page, scheme: Scheme): Promise<void> {
  await accessible(page, scheme, (builder) => builder.withRules(["color-contrast", "target-size", "scrollable-region-focusable"]));
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
}

/** Ends what is on its way from one colour to another: in the middle of it no colour is one of ours. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const running of document.getAnimations()) {
      if (running.effect?.getComputedTiming().endTime !== Infinity) running.finish();
    }
  });
}

async function accessible(page: Page, scheme: Scheme, rules: (builder: AxeBuilder) => AxeBuilder): Promise<void> {
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
  await settled(page);
  const { violations } = await rules(new AxeBuilder({ page })).analyze();
  const found = violations.map((v) => `${v.id} (${v.impact}): ${v.help}\n  ${v.nodes.map((n) => n.html).join("\n  ")}`);
  expect.soft(found, `${page.url()} in ${scheme}, ${page.viewportSize()?.width} px`).toEqual([]);
}
