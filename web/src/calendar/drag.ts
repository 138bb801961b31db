// The pointer: a visit is dragged to another time, lane or day of the small month; its lower edge makes it longer or
// shorter; a free stretch is drawn to book or block it. A finger scrolls and taps; it drags nothing.
import { hold } from "../region";
import { open, openedFrom } from "./arrive";
import { askFor } from "./ask";
import { DAY, GRAIN, type Place, board, clock, dayAt, haunt, laneAt, minuteAt, nameOf, shown, startOf, vanish } from "./grid";
import { say, sentence } from "./say";

const SLACK_PX = 5; // less is a click
const EDGE_PX = 8; // the lower edge of a slip, by which it is made longer
const NEAR_PX = 48; // so near to the board's end it scrolls
const SNAP_MINUTES = 15; // what a click on free time books at

interface Grip {
  kind: "move" | "stretch" | "draw";
  slip?: HTMLElement;
  lane: HTMLElement;
  x: number;
  y: number;
  /** Minutes between a visit's start and where it was gripped; for a drawing, where it began. */
  at: number;
  place?: Place;
  day?: string;
}

let grip: Grip | undefined;
let scrolling = 0;

function begin(event: PointerEvent): void {
  if (event.button !== 0 || event.pointerType === "touch" || !(event.target instanceof Element)) return;
  const lane = event.target.closest<HTMLElement>(".cal .lane");
  if (!lane) return;
  const slip = event.target.closest<HTMLElement>("a.at");
  const { clientX: x, clientY: y } = event;
  if (slip) {
    const low = slip.getBoundingClientRect().bottom - y < EDGE_PX;
    if (low && slip.dataset.stretches !== undefined) grip = { kind: "stretch", slip, lane, x, y, at: 0 };
    else if (slip.dataset.moves !== undefined) grip = { kind: "move", slip, lane, x, y, at: minuteAt(lane, y, 1) - startOf(slip) };
  } else if (lane.dataset.book && !event.target.closest("a.block")) {
    grip = { kind: "draw", lane, x, y, at: minuteAt(lane, y, SNAP_MINUTES) };
  }
  // From the press on: what is held is not drawn anew before it has moved.
  if (grip) hold(true);
}

function move(event: PointerEvent): void {
  if (!grip) return;
  if (!grip.place && Math.hypot(event.clientX - grip.x, event.clientY - grip.y) < SLACK_PX) return;
  event.preventDefault();
  document.documentElement.classList.add("dragging");
  grip.slip?.classList.add("lifted");
  grip.place = target(grip, event.clientX, event.clientY);
  haunt(grip.kind, grip.place, grip.slip && nameOf(grip.slip));
  scroll(event.clientX, event.clientY);
}

function target(grip: Grip, x: number, y: number): Place {
  const { slip, kind } = grip;
  const date = grip.lane.dataset.date ?? "";
  if (kind === "draw") {
    const end = minuteAt(grip.lane, y, GRAIN, Math.round);
    const [start, stop] = end > grip.at ? [grip.at, end] : [end, grip.at];
    return { lane: grip.lane, date, start, minutes: Math.max(GRAIN, stop - start) };
  }
  const start = slip ? startOf(slip) : 0;
  if (kind === "stretch") {
    const end = minuteAt(grip.lane, y, GRAIN, Math.round);
    return { lane: grip.lane, date, start, minutes: Math.min(720, Math.max(GRAIN, end - start)) };
  }
  const minutes = Number(slip?.dataset.minutes);
  for (const aimed of document.querySelectorAll(".aimed")) aimed.classList.remove("aimed");
  const day = dayAt(x, y);
  grip.day = day?.dataset.day;
  if (day) {
    day.classList.add("aimed");
    return { lane: grip.lane, date: day.dataset.day ?? date, start, minutes };
  }
  const lane = laneAt(x, y) ?? grip.place?.lane ?? grip.lane;
  const { from, to } = shown(lane);
  const free = Math.round((minuteAt(lane, y, 1) - grip.at) / GRAIN) * GRAIN;
  return { lane, date: lane.dataset.date ?? date, start: Math.max(from, Math.min(free, Math.min(to, DAY) - minutes)), minutes };
}

/** Near its end the board goes on by itself. */
function scroll(x: number, y: number): void {
  const view = board();
  cancelAnimationFrame(scrolling);
  if (!view || !grip?.place) return;
  const box = view.getBoundingClientRect();
  const pull = (at: number, first: number, last: number) => (at < first + NEAR_PX ? -1 : at > last - NEAR_PX ? 1 : 0);
  const inside = x > box.left && x < box.right;
  // The hours stand at the edge where the page begins.
  const [before, after] = getComputedStyle(view).direction === "rtl" ? [0, NEAR_PX] : [NEAR_PX, 0];
  const [across, down] = [inside ? pull(x, box.left + before, box.right - after) : 0, inside ? pull(y, box.top + NEAR_PX, box.bottom) : 0];
  if (!across && !down) return;
  scrolling = requestAnimationFrame(() => {
    view.scrollBy({ left: across * 8, top: down * 8, behavior: "instant" });
    if (!grip) return;
    grip.place = target(grip, x, y);
    haunt(grip.kind, grip.place, grip.slip && nameOf(grip.slip));
    scroll(x, y);
  });
}

/** Lets go of everything, and says what was being dragged. */
function drop(): Grip | undefined {
  const dropped = grip?.place ? grip : undefined;
  grip = undefined;
  cancelAnimationFrame(scrolling);
  document.documentElement.classList.remove("dragging");
  vanish();
  hold(false);
  return dropped;
}

function end(): void {
  const done = drop();
  if (!done?.place) return;
  // The press ends in a click, which is none.
  const swallow = (click: Event) => (click.preventDefault(), click.stopImmediatePropagation());
  addEventListener("click", swallow, { capture: true, once: true });
  setTimeout(() => removeEventListener("click", swallow, { capture: true }));
  const { slip, kind, place } = done;
  if (kind === "draw") return void open(drawn(done.lane, place.start, place.minutes));
  if (slip) askFor(slip, kind, place);
}

/** Where a lane books from `start` on, for `minutes`. */
export function drawn(lane: HTMLElement, start: number, minutes?: number): string {
  const to = new URL(lane.dataset.book ?? "", location.href);
  to.searchParams.set("at", clock(start));
  if (minutes) to.searchParams.set("until", clock(start + minutes));
  return to.href;
}

/** A click on free time books at the time under it, not at the beginning of all that is free. */
function click(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.detail === 0 || !(event.target instanceof Element)) return;
  const lane = event.target.closest<HTMLElement>(".cal .lane[data-book]");
  const gap = event.target.closest<HTMLElement>("a.gap:not(.not)");
  if (!lane || (!gap && event.target.closest("a"))) return;
  event.preventDefault();
  openedFrom(gap);
  const pressed = minuteAt(lane, event.clientY, SNAP_MINUTES);
  const to = new URL(drawn(lane, gap ? Math.max(startOf(gap), pressed) : pressed));
  void open(to.href);
}

export function drag(): void {
  document.addEventListener("pointerdown", begin);
  document.addEventListener("pointermove", move);
  document.addEventListener("pointerup", end);
  document.addEventListener("pointercancel", drop);
  document.addEventListener("dragstart", (event) => event.target instanceof Element && event.target.closest(".cal") && event.preventDefault());
  // Before the links' own listener, which would go to the beginning.
  document.addEventListener("click", click, { capture: true });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !grip) return;
    event.preventDefault();
    if (drop()) say(sentence("back"));
  });
}
