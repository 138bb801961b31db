// The geometry of the board: which lane, which minute, and the other way round. Places are classes, h10 m30 d45, because
// the content security policy forbids style attributes; so the script moves things by the same classes.

export const GRAIN = 5;
export const DAY = 1440;
export const SLIPS = "a.at, a.gap, a.block";

/** What a visit is moved to, or where its end is. */
export interface Place {
  lane: HTMLElement;
  /** The lane's own date, or another that is not on the page. */
  date: string;
  start: number;
  minutes: number;
}

export const two = (n: number) => String(n).padStart(2, "0");
/** "10:30", of minutes after midnight. */
export const clock = (minutes: number) => `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`;

export function minutesOf(text: string): number {
  const [hour, minute] = text.split(":");
  return Number(hour) * 60 + Number(minute);
}

/** What is being looked at, as forms carry it. */
export function seen(): string {
  const here = new URLSearchParams(location.search);
  const kept = ["date", "view", "who", "service"].flatMap((name) => (here.get(name) ? [[name, here.get(name) ?? ""]] : []));
  return new URLSearchParams(kept).toString();
}

export const board = () => document.querySelector<HTMLElement>(".cal");
export const lanes = () => [...document.querySelectorAll<HTMLElement>(".cal .lane")].filter((lane) => lane.offsetParent !== null);

/** Hours the board shows, in minutes after midnight. */
export function shown(lane: HTMLElement): { from: number; to: number } {
  const style = getComputedStyle(lane);
  const from = Number(style.getPropertyValue("--from")) * 60;
  return { from, to: from + Number(style.getPropertyValue("--hours")) * 60 };
}

/** The minute at a height of the window, rounded to `snap` by `round`. */
export function minuteAt(lane: HTMLElement, y: number, snap: number, round: (n: number) => number = Math.floor): number {
  const box = lane.getBoundingClientRect();
  const { from, to } = shown(lane);
  const minute = from + ((y - box.top) / box.height) * (to - from);
  return Math.min(to, Math.max(from, round(minute / snap) * snap));
}

export function laneAt(x: number, y: number): HTMLElement | null {
  return document.elementFromPoint(x, y)?.closest<HTMLElement>(".cal .lane") ?? null;
}

/** A day of the small month under the pointer. */
export function dayAt(x: number, y: number): HTMLElement | null {
  return document.elementFromPoint(x, y)?.closest<HTMLElement>("[data-day]") ?? null;
}

export function startOf(slip: HTMLElement): number {
  return minutesOf(slip.dataset.start ?? "0:0");
}

/** The name on a visit's slip. */
export function nameOf(slip: HTMLElement): string {
  return slip.querySelector("b")?.textContent ?? slip.querySelector(".hide")?.textContent ?? "";
}

/** The classes of a place. */
function seat(element: HTMLElement, start: number, minutes: number): void {
  const length = Math.min(720, Math.max(GRAIN, minutes));
  const kept = element.className.split(" ").filter((name) => !/^[hmd]\d+$/.test(name));
  element.className = [...kept, `h${Math.floor(start / 60)}`, `m${start % 60}`, `d${length}`].join(" ");
}

let ghost: HTMLElement | undefined;

/** Shows where something would be. */
export function haunt(kind: "move" | "stretch" | "draw", place: Place, name = ""): void {
  ghost ??= document.createElement("li");
  ghost.className = `ghost ${kind}`;
  ghost.setAttribute("aria-hidden", "true");
  seat(ghost, place.start, place.minutes);
  ghost.replaceChildren(...[name, `${clock(place.start)}–${clock(place.start + place.minutes)}`].filter(Boolean).map((words) => {
    const line = document.createElement("span");
    line.textContent = words;
    return line;
  }));
  if (ghost.parentElement !== place.lane) place.lane.append(ghost);
}

export function vanish(): void {
  ghost?.remove();
  for (const slip of document.querySelectorAll(".lifted")) slip.classList.remove("lifted");
  for (const day of document.querySelectorAll(".aimed")) day.classList.remove("aimed");
}

/** The link in the head of a lane; a narrow board has others over them. */
export function headOf(lane: HTMLElement): HTMLElement | null {
  const heads = [...document.querySelectorAll<HTMLElement>(".cal > .head:not(.corner)")].filter((head) => head.offsetParent !== null);
  return heads[lanes().indexOf(lane)]?.querySelector<HTMLElement>("a") ?? null;
}

/** One stop for the Tab key: the focused slip, the chosen one, or the first. Heads are walked to from their lanes. */
export function rove(): void {
  for (const link of document.querySelectorAll<HTMLElement>(".cal > :is(.head, .over) a")) link.tabIndex = -1;
  const slips = [...document.querySelectorAll<HTMLElement>(".cal :is(a.at, a.gap, a.block)")];
  const stop = slips.find((slip) => slip === document.activeElement) ?? slips.find((slip) => slip.hasAttribute("aria-current")) ?? slips[0];
  for (const slip of slips) slip.tabIndex = slip === stop ? 0 : -1;
}
