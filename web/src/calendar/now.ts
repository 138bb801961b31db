// The time that passes: the line moves on by itself, and the board opens where the day is.
import { board, clock, minutesOf } from "./grid";

const TICK_MS = 20_000;

/** When the page said which time it is; its clock is the clinic's, the browser's need not be. */
let said: { words: string; since: number } | undefined;

function tick(): void {
  const line = document.querySelector<HTMLElement>(".nowline");
  const words = board()?.dataset.now;
  if (!line || !words) return;
  if (said?.words !== words) said = { words, since: performance.now() };
  const minute = minutesOf(words) + Math.floor((performance.now() - said.since) / 60_000);
  const [hour, five] = [Math.floor(minute / 60) % 24, Math.floor((minute % 60) / 5) * 5];
  for (const element of document.querySelectorAll<HTMLElement>(".nowline, .past")) {
    const kept = element.className.split(" ").filter((name) => !/^[hm]\d+$/.test(name));
    element.className = [...kept, `h${hour}`, `m${five}`].join(" ");
  }
  line.querySelector("b > :last-child")?.replaceChildren(clock(minute));
}

/** The board begins a little before now, or where something was chosen. */
function begin(): void {
  const view = board();
  const first = view?.querySelector<HTMLElement>("a.at[aria-current]") ?? view?.querySelector<HTMLElement>(".nowline");
  if (!view || !first || view.scrollHeight <= view.clientHeight) return;
  const below = first.getBoundingClientRect().top - view.getBoundingClientRect().top;
  view.scrollTo({ top: below - view.clientHeight / 3, behavior: "instant" });
}

export function now(): void {
  begin();
  // From now on time passes: what the page said is counted from when it came, not from the first tick.
  tick();
  setInterval(tick, TICK_MS);
  document.addEventListener("keepwell:swap", tick);
}
