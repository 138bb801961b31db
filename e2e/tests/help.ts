// What every browser test shares: the address of the demo, pictures in every dress, and the accessibility check.
import AxeBuilder from "@axe-core/playwright";
import { test as base, expect, type Page } from "@playwright/test";
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";

/** `test` with `baseURL` set to the running demo, so that `page.goto("/c/linden-quay/book")` works. */
export const test = base.extend<object>({
  baseURL: async ({}, use) => {
    const address = process.env.KEEPWELL_URL;
    if (!address) throw new Error("the demo is not running: start.ts sets KEEPWELL_URL");
    await use(address);
  },
});
export { expect };

/** Phone and desktop, in CSS pixels. */
export const WIDTHS = [390, 1440] as const;
const HEIGHTS: Record<number, number> = { 390: 844, 1440: 900 };

const shots = resolve(import.meta.dirname, process.env.SHOTS ?? "../shots");

export interface Dress {
  /** A second address of the same page in a right-to-left language, pictured too. */
  rtl?: string;
  /** The whole page (the default) or what the window shows. */
  whole?: boolean;
}

/** Takes `name-390-light.png` and its sisters: each width, light and dark, and right to left when asked. */
export async function shoot(page: Page, name: string, { rtl, whole = true }: Dress = {}): Promise<void> {
  await mkdir(shots, { recursive: true });
  const here = page.url();
  const size = page.viewportSize();
  for (const [suffix, address] of [["", here], ...(rtl ? [["-rtl", rtl]] : [])] as [string, string][]) {
    if (page.url() !== address) await page.goto(address);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: HEIGHTS[width] ?? 900 });
      for (const scheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
        expect(await overflow(page), `${name}${suffix} is wider than ${width} px`).toBe(0);
        // The window as tall as the page: what sticks to its foot then stands where the page ends.
        const tall = whole ? await page.evaluate(() => document.documentElement.scrollHeight) : 0;
        if (tall) await page.setViewportSize({ width, height: Math.max(tall, HEIGHTS[width] ?? 900) });
        await page.screenshot({ path: join(shots, `${name}${suffix}-${width}-${scheme}.png`) });
        if (tall) await page.setViewportSize({ width, height: HEIGHTS[width] ?? 900 });
      }
    }
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
  if (size) await page.setViewportSize(size);
  if (page.url() !== here) await page.goto(here);
}

/** By how many pixels the page scrolls sideways; a page never should. */
export async function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** Fails on any violation of WCAG 2.2 A and AA, or of axe's own good practice, in light and in dark. */
export async function axe(page: Page): Promise<void> {
  for (const scheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    const { violations } = await new AxeBuilder({ page })
      .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
      .analyze();
    const found = violations.map((v) => `${v.id} (${v.impact}): ${v.help}\n  ${v.nodes.map((n) => n.html).join("\n  ")}`);
    expect(found, `${page.url()} in ${scheme}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
}
