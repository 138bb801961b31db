// How soon a press of the mouse is answered, measured in the page itself while a test walks through it.
import { type Page, type TestInfo } from "@playwright/test";

export interface Click {
  /** The words on what was pressed. */
  what: string;
  /** The page it was pressed on. */
  where: string;
  /** Milliseconds until its answer was painted; none: nothing came. */
  ms?: number;
}

/**
 * Watches every page of this browser from now on. A click on a link, a button or a summary counts from the moment the
 * browser got it until its answer has been painted: the first frame after the page's content changed, or, where it led
 * to another page, that page's first contentful paint. So it has the script, the way to the program and back, what the
 * program did (of a form also the page it leads to), and drawing. It has not what a picture of a button does, because
 * that a form is busy is no answer; nor the print dialog, which is the browser's. What another desk changes just then
 * cannot be told from an answer, but is rare; that which follows from the click itself comes after its answer.
 */
export async function watchClicks(page: Page): Promise<void> {
  await page.context().addInitScript(() => {
    if (!location.protocol.startsWith("http")) return;
    const KEPT = "clicks";
    const read = (): { what: string; where: string; at: number; ms?: number }[] => JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
    // What changed at one instant answers the click before it, also where another click came before it was drawn.
    const answered = (changed: number, painted: number) => {
      const all = read();
      const last = all.filter(({ at }) => at <= changed).at(-1);
      if (!last || last.ms !== undefined) return;
      last.ms = Math.round((painted - last.at) * 10) / 10;
      sessionStorage.setItem(KEPT, JSON.stringify(all));
    };
    const now = () => performance.timeOrigin + performance.now();
    addEventListener(
      "click",
      (event) => {
        const on = event.isTrusted && event.target instanceof Element ? event.target.closest<HTMLElement>("a[href], button, summary") : null;
        if (!on || "print" in on.dataset) return;
        const what = (on.getAttribute("aria-label") ?? on.textContent ?? "").trim().replace(/\s+/g, " ");
        const where = location.pathname.replace(/\/[a-z]{3}_\w+/g, "").replace(/^\/c\/[^/]+/, "");
        sessionStorage.setItem(KEPT, JSON.stringify([...read(), { what, where, at: performance.timeOrigin + event.timeStamp }]));
      },
      { capture: true },
    );
    const changes = new MutationObserver((seen) => {
      // What is said to a screen reader is said of an answer, or before it.
      if (seen.every((one) => one.target instanceof Element && one.target.closest("#says"))) return;
      const changed = now();
      // A message that is sent within a frame arrives when that frame was drawn.
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => answered(changed, now());
        port2.postMessage("");
      });
    });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        if (entry.name !== "first-contentful-paint") continue;
        // What led here was pressed before this page began; what is pressed on it before it is painted did not.
        answered(performance.timeOrigin, performance.timeOrigin + entry.startTime);
        changes.observe(document, { subtree: true, childList: true, attributeFilter: ["open", "hidden"] });
      }
    }).observe({ type: "paint", buffered: true });
  });
}

export async function clicksOf(page: Page): Promise<Click[]> {
  return page.evaluate(() => JSON.parse(sessionStorage.getItem("clicks") ?? "[]"));
}

export function median(numbers: number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? (sorted[middle] ?? NaN) : Math.round(5 * ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN))) / 10;
}

/** Attaches the table to the test, says its middle, and gives it. */
export async function report(clicks: Click[], info: TestInfo): Promise<number> {
  const times = clicks.map(({ ms }) => ms ?? NaN).sort((a, b) => a - b);
  const half = median(times);
  const lines = clicks.map(({ what, where, ms }) => `| ${what} | ${where} | ${ms} |`);
  const table = ["| pressed | on | ms |", "|---|---|--:|", ...lines, "", `Median of ${times.length}: ${half} ms; the slowest: ${times.at(-1)} ms.`].join("\n");
  await info.attach("clicks.md", { body: table, contentType: "text/markdown" });
  console.log(`clicks: ${times.length}, median ${half} ms, slowest ${times.at(-1)} ms`);
  return half;
}
