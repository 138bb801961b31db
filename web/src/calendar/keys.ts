// Everything without a pointer: walking from slip to slip, picking a visit or its end up, and a letter for each mark.
// The letters work only while the board has the focus, so that nobody presses them by dictating or by mistake.
import { hold } from "../region";
import { open, send } from "./arrive";
import { askFor } from "./ask";
import { drawn } from "./drag";
import { DAY, GRAIN, type Place, SLIPS, board, clock, haunt, headOf, lanes, nameOf, rove, seen, shown, startOf, vanish } from "./grid";
import { say, sentence } from "./say";

const HOUR = 60;
/** What a letter marks a visit as. */
const MARKS: Record<string, string> = { c: "confirmed", a: "arrived", i: "in_progress", k: "done", x: "no_show" };
const VIEWS = ["1", "2", "3", "4"];

const top = (element: Element) => element.getBoundingClientRect().top;
const slipsOf = (lane: Element) => [...lane.querySelectorAll<HTMLElement>(SLIPS)].sort((a, b) => top(a) - top(b));

/** The slip of `lane` that begins nearest to `slip`. */
function nearest(lane: Element | undefined, slip: Element): HTMLElement | undefined {
  return lane && slipsOf(lane).sort((a, b) => Math.abs(top(a) - top(slip)) - Math.abs(top(b) - top(slip)))[0];
}

/** 1 for the key that goes on in the page's direction, -1 for the one that goes back. */
function side(key: string): number {
  const forward = getComputedStyle(document.documentElement).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
  return key === forward ? 1 : -1;
}

function step(slip: HTMLElement, key: string): HTMLElement | undefined {
  const lane = slip.closest<HTMLElement>(".lane");
  if (!lane) return undefined;
  const slips = slipsOf(lane);
  const at = slips.indexOf(slip);
  if (key === "ArrowDown") return slips[at + 1];
  if (key === "ArrowUp") return slips[at - 1] ?? headOf(lane) ?? undefined;
  if (key === "Home") return slips[0];
  if (key === "End") return slips.at(-1);
  if (key !== "ArrowLeft" && key !== "ArrowRight") return undefined;
  const all = lanes();
  // A lane without slips is stepped over.
  for (let next = all.indexOf(lane) + side(key); next >= 0 && next < all.length; next += side(key)) {
    const found = nearest(all[next], slip);
    if (found) return found;
  }
  return undefined;
}

/** From the head of a lane: down to its slips, or to the heads beside it. */
function fromHead(link: HTMLElement, key: string): HTMLElement | undefined {
  const all = lanes();
  const at = all.findIndex((lane) => headOf(lane) === link);
  const lane = all[at];
  if (lane && key === "ArrowDown") return slipsOf(lane)[0];
  const beside = key === "ArrowLeft" || key === "ArrowRight" ? all[at + side(key)] : undefined;
  return (beside && headOf(beside)) ?? undefined;
}

interface Carried {
  kind: "move" | "stretch";
  slip: HTMLElement;
  place: Place;
}
let carried: Carried | undefined;

function pick(slip: HTMLElement, kind: Carried["kind"]): void {
  const lane = slip.closest<HTMLElement>(".lane");
  const may = kind === "move" ? slip.dataset.moves : slip.dataset.stretches;
  if (!lane || may === undefined) return say(sentence("fixed", { name: nameOf(slip) }));
  const place = { lane, date: lane.dataset.date ?? "", start: startOf(slip), minutes: Number(slip.dataset.minutes) };
  carried = { kind, slip, place };
  hold(true);
  slip.classList.add("lifted");
  haunt(kind, place, nameOf(slip));
  say(sentence(kind === "move" ? "picked" : "stretched", { name: nameOf(slip), time: clock(kind === "move" ? place.start : place.start + place.minutes) }));
}

function putBack(): Carried | undefined {
  const was = carried;
  carried = undefined;
  vanish();
  hold(false);
  was?.slip.focus();
  return was;
}

/** Moves what is carried; false when the key means nothing to it. */
function carry(held: Carried, event: KeyboardEvent): boolean {
  const { place, kind, slip } = held;
  const by = (event.shiftKey ? HOUR : GRAIN) * (event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0);
  const { from, to } = shown(place.lane);
  if (by && kind === "stretch") place.minutes = Math.min(720, to - place.start, Math.max(GRAIN, place.minutes + by));
  else if (by) place.start = Math.max(from, Math.min(place.start + by, Math.min(to, DAY) - place.minutes));
  else if (kind === "stretch") return false;
  else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
    const all = lanes();
    const next = all[all.indexOf(place.lane) + side(event.key)];
    if (next) Object.assign(place, { lane: next, date: next.dataset.date ?? place.date });
  } else if (event.key === "PageDown" || event.key === "PageUp") {
    const day = new Date(`${place.date}T12:00:00Z`);
    day.setUTCDate(day.getUTCDate() + (event.key === "PageDown" ? 1 : -1));
    place.date = day.toISOString().slice(0, 10);
    const there = lanes().find((lane) => lane.dataset.date === place.date && lane.dataset.who === place.lane.dataset.who);
    if (there) place.lane = there;
  } else return false;
  haunt(kind, place, nameOf(slip));
  board()?.querySelector(".ghost")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  for (const aimed of document.querySelectorAll(".aimed")) aimed.classList.remove("aimed");
  if (place.date !== place.lane.dataset.date) document.querySelector(`[data-day="${place.date}"]`)?.classList.add("aimed");
  say(kind === "stretch" ? sentence("until", { time: clock(place.start + place.minutes), minutes: place.minutes }) : sentence("over", { time: clock(place.start), where: where(place) }));
  return true;
}

function where(place: Place): string {
  const day = place.date === place.lane.dataset.date ? undefined : document.querySelector(`[data-day="${place.date}"]`);
  const away = day?.getAttribute("aria-label") ?? (place.date === place.lane.dataset.date ? "" : place.date);
  return [place.lane.dataset.spoken, away].filter(Boolean).join(", ");
}

/** What a letter does to the slip that has the focus; false when it means nothing. */
function act(slip: HTMLElement | null, key: string): boolean {
  const visit = slip?.matches("a.at") ? slip : null;
  const mark = MARKS[key];
  if (visit && key === "m") pick(visit, "move");
  else if (visit && key === "r") pick(visit, "stretch");
  else if (visit && mark) void marked(visit, mark);
  else if (slip?.matches("a.gap") && key === "b") {
    const lane = slip.closest<HTMLElement>(".lane");
    if (lane) void open(`${drawn(lane, startOf(slip), Number(slip.dataset.minutes))}&do=block`);
  } else if (key === "u") press("[data-undo]");
  else if (key === "t") press("[data-today]");
  else if (key === "PageUp") press("[rel=prev]");
  else if (key === "PageDown") press("[rel=next]");
  else if (VIEWS.includes(key)) document.querySelectorAll<HTMLElement>(".sights a")[VIEWS.indexOf(key)]?.click();
  else return false;
  return true;
}

const press = (what: string) => document.querySelector<HTMLElement>(what)?.click();

function marked(visit: HTMLElement, state: string): Promise<void> {
  const base = location.pathname.replace(/\/day$/, "");
  return send(`${base}/appointments/${visit.id}/status`, new URLSearchParams({ state, version: visit.dataset.version ?? "", see: seen() }));
}

function pressed(event: KeyboardEvent): boolean {
  const target = event.target instanceof HTMLElement ? event.target : document.body;
  if (event.altKey || document.querySelector("dialog[open]")) return false;
  const writing = target.matches("input, textarea, select, [contenteditable]");
  if (carried) {
    if (event.key === "Escape") say((putBack(), sentence("back")));
    else if (event.key === "Enter" || event.key === " ") {
      const done = putBack();
      if (done) askFor(done.slip, done.kind, done.place);
    } else if (event.key === "Tab") putBack();
    else return carry(carried, event);
    return event.key !== "Tab";
  }
  if ((event.ctrlKey || event.metaKey) && event.key === "z" && !writing && !event.shiftKey) return act(null, "u");
  if (event.ctrlKey || event.metaKey || writing) return false;
  const onBoard = target.closest(".cal");
  if (event.key === "?" && (onBoard || target === document.body)) {
    const list = document.getElementById("keys");
    if (list instanceof HTMLDialogElement) list.showModal();
    return true;
  }
  if (event.key === "Escape") return close(target);
  if (!onBoard) return false;
  const slip = target.closest<HTMLElement>(SLIPS);
  const head = target.closest<HTMLElement>(".cal > .head a");
  const to = slip ? step(slip, event.key) : head ? fromHead(head, event.key) : undefined;
  if (!to) return act(slip, event.key);
  to.focus();
  to.scrollIntoView({ block: "nearest", inline: "nearest" });
  rove();
  return true;
}

/** Escape closes what is open beside the board. */
function close(target: HTMLElement): boolean {
  const shut = document.querySelector<HTMLElement>(".side [data-shut]");
  if (!shut || (!target.closest(".side") && !target.closest(".cal"))) return false;
  shut.click();
  return true;
}

export function keys(): void {
  document.addEventListener("keydown", (event) => {
    if (pressed(event)) event.preventDefault();
  });
  // Whoever goes elsewhere has put it back.
  document.addEventListener("pointerdown", () => carried && putBack());
  document.addEventListener("keepwell:swap", rove);
  rove();
}
