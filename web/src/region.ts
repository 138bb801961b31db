// Regions: the parts of a page that can be replaced without leaving it. A region is marked
// data-live-region="name"; the server always answers with the whole page, and only its regions are taken.

const CONTROL = "input, textarea, select, button, summary";

/** How to find the focused element again after its region was replaced. */
function handle(element: Element | null): string | null {
  if (!element) return null;
  if (element.id) return `#${CSS.escape(element.id)}`;
  if (element instanceof HTMLInputElement) {
    return `input[name="${CSS.escape(element.name)}"][value="${CSS.escape(element.value)}"]`;
  }
  if (element instanceof HTMLSelectElement) return `select[name="${CSS.escape(element.name)}"]`;
  if (element instanceof HTMLButtonElement) return button(element);
  if (element instanceof HTMLAnchorElement) return `a[href="${CSS.escape(element.getAttribute("href") ?? "")}"]`;
  return null;
}

/** A button by what it does: where its form goes, and what is sent with it. */
function button(element: HTMLButtonElement): string {
  const is = (name: string, value: string | null) => (value === null ? "" : `[${name}="${CSS.escape(value)}"]`);
  const own = `button${is("name", element.getAttribute("name"))}${is("value", element.getAttribute("value"))}`;
  const form = element.form;
  if (!form) return own;
  // Of several forms that go to one address, the one that leads to the same state.
  const state = form.querySelector<HTMLInputElement>('input[type=hidden][name="state"]');
  const has = state ? `:has(input[name="state"]${is("value", state.value)})` : "";
  return `form${is("action", form.getAttribute("action"))}${has} ${own}`;
}

/**
 * True while a person is at work inside a region: what they have opened, where they stand, and what they are moving
 * must not vanish.
 */
export function busy(): boolean {
  const active = document.activeElement;
  const stands = !!active?.matches(CONTROL) && !!active.closest("[data-live-region]");
  // Behind an open question too: whoever answers it comes back to where they stood.
  return stands || "held" in document.documentElement.dataset || !!document.querySelector("dialog[open], [data-live-region] details[open]");
}

/** Keeps the page as it is while something on it is being moved. Stands on the page, because scripts do not share memory. */
export function hold(on: boolean): void {
  const { dataset } = document.documentElement;
  if (on) dataset.held = "";
  else if ("held" in dataset) {
    delete dataset.held;
    document.dispatchEvent(new CustomEvent("keepwell:free"));
  }
}

/** The details of a region, in an order that holds between two drawings of it. */
function folds(region: Element): Map<string, HTMLDetailsElement> {
  const found = new Map<string, HTMLDetailsElement>();
  region.querySelectorAll("details").forEach((fold, index) => {
    const summary = fold.querySelector("summary");
    found.set(fold.id || summary?.id || `${index} ${summary?.textContent ?? ""}`, fold);
  });
  return found;
}

function scrolled(region: Element): Map<number, [number, number]> {
  const places = new Map<number, [number, number]>();
  [region, ...region.querySelectorAll("*")].forEach((element, index) => {
    if (element.scrollTop || element.scrollLeft) places.set(index, [element.scrollLeft, element.scrollTop]);
  });
  return places;
}

/** Replaces every region of this page by the same region of `next`; focus, scroll, what is open and unchanged regions stay. */
export function swap(next: Document): void {
  for (const region of document.querySelectorAll<HTMLElement>("[data-live-region]")) {
    const name = region.dataset.liveRegion ?? "";
    const fresh = next.querySelector(`[data-live-region="${CSS.escape(name)}"]`);
    if (!fresh || fresh.outerHTML === region.outerHTML) continue;
    const active = region.contains(document.activeElement) ? document.activeElement : null;
    const again = handle(active);
    const places = scrolled(region);
    const open = [...folds(region)].filter(([, fold]) => fold.open).map(([name]) => name);
    for (const name of region.getAttributeNames()) if (!fresh.hasAttribute(name)) region.removeAttribute(name);
    for (const name of fresh.getAttributeNames()) region.setAttribute(name, fresh.getAttribute(name) ?? "");
    region.replaceChildren(...document.adoptNode(fresh).childNodes);
    const fresher = folds(region);
    for (const name of open) fresher.get(name)?.setAttribute("open", "");
    const elements = [region, ...region.querySelectorAll("*")];
    places.forEach(([x, y], index) => elements[index]?.scrollTo({ left: x, top: y, behavior: "instant" }));
    if (again) region.querySelector<HTMLElement>(again)?.focus({ preventScroll: true });
  }
  document.dispatchEvent(new CustomEvent("keepwell:swap"));
}

let latest: AbortController | undefined;

/**
 * Fetches `address` and swaps its regions in. A newer call cancels an older one. False: the caller should navigate.
 * What the page does by itself says so, because it is no sign of a person in front of it.
 */
export async function bring(address: string, byItself = false): Promise<boolean> {
  latest?.abort();
  const mine = (latest = new AbortController());
  const answer = await fetch(address, { headers: { Accept: "text/html", ...(byItself && { "X-Keepwell-Live": "1" }) }, signal: mine.signal });
  // A redirect away (signed out, say) or a fault is a page of its own, not a region of this one.
  if (!answer.ok || new URL(answer.url).pathname !== new URL(address, location.href).pathname) return false;
  const next = new DOMParser().parseFromString(await answer.text(), "text/html");
  // While it was on its way somebody may have begun to write, or gone on to another address of this page.
  if (byItself && (busy() || address !== location.href)) throw new DOMException("overtaken by a person", "AbortError");
  swap(next);
  return true;
}
