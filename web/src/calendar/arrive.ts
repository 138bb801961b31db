// Coming to another state of the calendar without leaving it: a link brings what its page would show, a form is sent
// and its answer taken in. Whatever cannot be taken in is gone to as a page.
import { bring, swap } from "../region";
import { apart } from "./ask";
import { say, sentence } from "./say";

/** What stands outside the live regions, and goes with where one is. */
const PARTS = ["place", "news"];

/** The slip from which what is open beside the board was opened. */
let opener: string | undefined;
export const openedFrom = (slip: Element | null) => (opener = slip?.getAttribute("href") ?? opener);

function parse(text: string): Document {
  return new DOMParser().parseFromString(text, "text/html");
}

const part = (root: ParentNode, name: string) => root.querySelector<HTMLElement>(`[data-part="${name}"]`);
const isCalendar = (address: string) => new URL(address, location.href).pathname === location.pathname;
const regions = (root: ParentNode) => [...root.querySelectorAll<HTMLElement>("[data-live-region]")].map((region) => region.dataset.liveRegion).join();

/** Takes a calendar's page in. False when it is laid out in another way and has to be gone to. */
function take(next: Document, address: string, push: boolean): boolean {
  if (regions(next) !== regions(document)) return false;
  for (const name of PARTS) {
    const [here, there] = [part(document, name), part(next, name)];
    if (here && there) here.replaceChildren(...document.adoptNode(there).childNodes);
  }
  swap(next);
  document.title = next.title;
  toast(next.querySelector<HTMLElement>("[data-toast]"));
  const to = new URL(address, location.href);
  // What was just done is said once.
  to.searchParams.delete("done");
  if (to.href !== location.href) history[push ? "pushState" : "replaceState"](null, "", to);
  return true;
}

/** What has just been done: shown, and said. */
function toast(fresh: HTMLElement | null): void {
  document.querySelector("[data-toast]")?.remove();
  if (!fresh) return;
  document.querySelector("main")?.append(document.adoptNode(fresh));
  say(fresh.querySelector("span")?.textContent ?? "");
}

let turn = 0;

/** Brings the calendar at `address` here and puts the focus where one goes on. Of several presses the last one counts. */
export async function open(address: string, push = true): Promise<void> {
  const mine = ++turn;
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    const next = parse(await answer.text());
    if (mine !== turn) return;
    if (!answer.ok || !isCalendar(answer.url) || !take(next, address, push)) return location.assign(address);
  } catch {
    return location.assign(address);
  }
  const typed = part(document, "place")?.querySelector<HTMLElement>("form :is(input, select):not([type=hidden])");
  const { searchParams } = new URL(address, location.href);
  const chosen = searchParams.has("visit") || searchParams.has("block");
  (typed ?? (chosen ? document.getElementById("chosen-name") : null))?.focus();
}

/** A button that was pressed may be gone: whoever goes on by keyboard goes on from what it was about. */
function land(): void {
  if (document.activeElement && document.activeElement !== document.body) return;
  (document.getElementById("chosen-name") ?? document.querySelector<HTMLElement>(".cal [tabindex='0']"))?.focus({ preventScroll: true });
}

/** Sends a form's content and takes the answer in. */
export async function send(address: string, body: URLSearchParams, from?: HTMLElement): Promise<void> {
  const asking = from?.closest("dialog");
  let answer: Response;
  let next: Document;
  try {
    answer = await fetch(address, { method: "POST", body, headers: { Accept: "text/html" } });
    next = parse(await answer.text());
  } catch {
    return say(sentence("failed"));
  }
  if (answer.ok && isCalendar(answer.url)) {
    asking?.close();
    if (!take(next, answer.url, false)) return location.assign(answer.url);
    return land();
  }
  if (answer.redirected) return location.assign(answer.url);
  const again = part(next, asking ? "ask" : "form");
  const holder = asking ?? from?.closest<HTMLElement>("[data-part=form]");
  if (again && holder) {
    holder.replaceChildren(...document.adoptNode(again).childNodes);
    if (asking) apart(asking);
    document.dispatchEvent(new CustomEvent("keepwell:swap"));
    say(holder.querySelector("[role=alert]")?.textContent?.trim() ?? "");
    (holder.querySelector<HTMLElement>("[aria-invalid=true]") ?? holder.querySelector<HTMLElement>("[type=radio]:checked, [type=radio]"))?.focus();
    return;
  }
  const news = next.querySelector<HTMLElement>("[data-news]");
  if (!news) return say(sentence("failed"));
  // Nothing was done: the calendar as it stands, and why.
  await bring(location.href).catch(() => false);
  part(document, "news")?.replaceChildren(document.adoptNode(news));
  say(news.textContent?.trim() ?? "");
  land();
}

/** A choice of the bar is answered at once (its button is for those without script); a date that is typed, when it is whole. */
function choose(): void {
  let typing = false;
  const chosen = (event: Event) => {
    const field = event.target;
    if (!(field instanceof HTMLInputElement || field instanceof HTMLSelectElement) || field.form?.dataset.choose === undefined) return;
    if (field instanceof HTMLSelectElement) return event.type === "change" ? field.form.requestSubmit() : undefined;
    const whole = event.type === "focusout" ? field.value !== field.defaultValue : !typing;
    if (field.value && whole) field.form.requestSubmit();
  };
  document.addEventListener("keydown", () => (typing = true));
  document.addEventListener("pointerdown", () => (typing = false));
  document.addEventListener("change", chosen);
  document.addEventListener("focusout", chosen);
}

export function arrive(): void {
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("main a[href]") : null;
    if (!link || link.dataset.ask !== undefined || !isCalendar(link.href)) return;
    event.preventDefault();
    const shuts = link.dataset.shut !== undefined;
    if (link.closest(".cal")) openedFrom(link);
    void open(link.href).then(() => {
      if (!shuts) return;
      const back = opener && document.querySelector<HTMLElement>(`.cal a[href="${CSS.escape(opener)}"]`);
      (back || document.querySelector<HTMLElement>(".cal [tabindex='0']"))?.focus();
    });
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || event.defaultPrevented) return;
    if (form.dataset.choose !== undefined) {
      event.preventDefault();
      const to = new URL(form.action);
      for (const [name, value] of new FormData(form)) if (typeof value === "string" && value) to.searchParams.set(name, value);
      return void open(to.href);
    }
    if (form.dataset.here === undefined) return;
    event.preventDefault();
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form, event.submitter)) if (typeof value === "string") body.append(name, value);
    // That it is sent once, form.ts sees to; what stays on the page may be sent again.
    void send(form.action, body, form).finally(() => {
      form.removeAttribute("aria-busy");
      delete form.dataset.sent;
    });
  });
  choose();
  addEventListener("popstate", () => void open(location.href, false));
  const said = document.querySelector<HTMLElement>("[data-toast] span")?.textContent;
  if (said) say(said);
}
