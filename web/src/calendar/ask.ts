// The question before something is moved: the page that would ask it, in a dialog over the calendar.
import { type Place, clock, seen, startOf } from "./grid";
import { say, sentence } from "./say";

/** Gives the dialog's fields names of their own: the form beside the board may have the same. */
export function apart(dialog: HTMLElement): void {
  const named = (id: string) => (id === "ask-title" ? id : `ask-${id}`);
  for (const element of dialog.querySelectorAll<HTMLElement>("[id]")) element.id = named(element.id);
  for (const name of ["for", "aria-describedby", "aria-labelledby"]) {
    for (const element of dialog.querySelectorAll(`[${name}]`)) {
      element.setAttribute(name, (element.getAttribute(name) ?? "").split(" ").map(named).join(" "));
    }
  }
}

/** Shows the question of `address`, or goes to it. */
export async function askAt(address: string): Promise<void> {
  const dialog = document.getElementById("ask");
  if (!(dialog instanceof HTMLDialogElement)) return location.assign(address);
  let part: HTMLElement | null = null;
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    const next = new DOMParser().parseFromString(await answer.text(), "text/html");
    part = next.querySelector<HTMLElement>("[data-part=ask]");
    // The visit is gone altogether.
    if (!part && answer.status === 404) return say(sentence("gone"));
  } catch {
    return say(sentence("failed"));
  }
  if (!part) return location.assign(address);
  dialog.replaceChildren(...document.adoptNode(part).childNodes);
  apart(dialog);
  if (!dialog.open) dialog.showModal();
  const first = dialog.querySelector<HTMLElement>("[role=alert] button") ?? dialog.querySelector<HTMLElement>(".btn.go:not([disabled])") ?? dialog.querySelector<HTMLElement>("[data-close]");
  const typed = dialog.querySelector<HTMLElement>("input[type=date]");
  (typed ?? first)?.focus();
  const news = dialog.querySelector("[role=alert]")?.textContent?.trim();
  if (news) say(news);
}

/** Asks whether `slip` may be changed to `place`. Where nothing would change, nothing is asked. */
export function askFor(slip: HTMLElement, kind: "move" | "stretch", place: Place): void {
  const from = slip.closest<HTMLElement>(".lane");
  const same = from === place.lane && from.dataset.date === place.date && startOf(slip) === place.start && Number(slip.dataset.minutes) === place.minutes;
  if (same) return say(sentence("back"));
  const to = new URL(`${location.pathname.replace(/\/day$/, "")}/appointments/${slip.id}/move`, location.href);
  const set = (name: string, value: string | undefined) => value && to.searchParams.set(name, value);
  set("date", place.date);
  set("time", clock(place.start));
  set("drawn", slip.dataset.version);
  if (kind === "stretch") set("minutes", String(place.minutes));
  if (place.lane !== from) {
    set("practitioner", place.lane.dataset.who);
    set("room", place.lane.dataset.room);
  }
  set("see", seen());
  say(sentence("asks", { time: clock(place.start), where: place.lane.dataset.spoken ?? "" }));
  void askAt(to.href);
}

export function ask(): void {
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[data-ask]") : null;
    if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    void askAt(link.href);
  });
}
