// Times are clinic time. A visitor elsewhere is told so, and may read them in their own.
import { tell } from "./form";

type Parts = Intl.DateTimeFormatOptions;
const TIME: Parts = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const DAY: Parts = { weekday: "short", day: "numeric", month: "short" };

function name(zone: string, lang: string): string {
  const parts = new Intl.DateTimeFormat(lang, { timeZone: zone, timeZoneName: "longGeneric" }).formatToParts(new Date());
  return parts.find((part) => part.type === "timeZoneName")?.value ?? zone;
}

/** The reading of the wall clock in `zone`, comparable between zones; with `parts`, only so much of it. */
function wall(at: Date, zone: string, parts?: Parts): string {
  return at.toLocaleString("en-GB", { ...parts, timeZone: zone });
}

/** Puts `own` into an element, or what the server wrote there when there is none. */
function say(element: HTMLElement, own?: string): void {
  element.dataset.theirs ??= element.textContent ?? "";
  element.textContent = own ?? element.dataset.theirs;
}

export function zone(): void {
  const mine = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const lang = document.documentElement.lang || "en";
  // As the server writes dates: day before month, and the digits of the other numbers.
  const locale = `${lang === "en" ? "en-GB" : lang}-u-nu-latn`;
  const read = (at: Date, parts: Parts) => new Intl.DateTimeFormat(locale, { ...parts, timeZone: mine }).format(at);
  let own = false;

  /** One moment, on a page that is about it: said beside the clinic's time, if it reads otherwise. */
  const one = (note: HTMLElement, clinic: string) => {
    const at = new Date(note.dataset.zoneAt ?? "");
    note.hidden = wall(at, clinic) === wall(at, mine);
    const words = note.querySelector<HTMLElement>("[data-zone-for]");
    if (words) words.textContent = (words.dataset.zoneFor ?? "").replace("[when]", read(at, { ...DAY, ...TIME }));
  };

  /** Times to choose from, by either clock. Where the own day is another, it stands beside the time. */
  const many = (note: HTMLElement, clinic: string) => {
    const words = note.querySelector<HTMLElement>("[data-zone-say]");
    const button = note.querySelector<HTMLButtonElement>("[data-zone-switch]");
    const theirs = note.querySelector<HTMLElement>("[data-zone-theirs]");
    if (!words || !button || !theirs) return;
    const times = [...document.querySelectorAll<HTMLTimeElement>("time[data-at], time[data-at-words]")];
    // Two names may keep the same time: what matters is whether any time shown would read differently.
    const differs = times.some((time) => wall(new Date(time.dateTime), clinic) !== wall(new Date(time.dateTime), mine));
    words.hidden = button.hidden = !differs;
    if (!differs) return;
    theirs.hidden = own;
    for (const there of document.querySelectorAll<HTMLElement>("[data-zone-there]")) there.hidden = !own;
    words.textContent = ((own ? words.dataset.zoneOwn : words.dataset.zoneSay) ?? "").replace("[zone]", name(mine, lang));
    button.textContent = (own ? button.dataset.clinic : button.dataset.mine) ?? "";
    for (const time of times) {
      const at = new Date(time.dateTime);
      const whole = read(at, { ...DAY, ...TIME });
      say(time, own ? ("atWords" in time.dataset ? whole : read(at, TIME)) : undefined);
      const slot = time.closest("label");
      const day = slot?.querySelector<HTMLElement>("[data-at-day]");
      if (day) {
        day.hidden = !own || wall(at, clinic, DAY) === wall(at, mine, DAY);
        day.textContent = day.hidden ? "" : read(at, DAY);
      }
      const input = slot?.querySelector<HTMLInputElement>("input[data-says]");
      if (input) {
        input.dataset.theirs ??= input.dataset.says ?? "";
        input.dataset.says = own ? whole : input.dataset.theirs;
        if (input.checked && input.form) tell(input.form);
      }
    }
  };

  const apply = () => {
    for (const note of document.querySelectorAll<HTMLElement>("[data-zone]")) {
      const clinic = note.dataset.zone ?? "";
      if (!clinic) continue;
      if (note.dataset.zoneAt) one(note, clinic);
      else many(note, clinic);
    }
  };
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || !event.target.closest("[data-zone-switch]")) return;
    own = !own;
    apply();
  });
  document.addEventListener("keepwell:swap", apply);
  apply();
  // Whoever has not chosen a zone is offered the one their device is in; nothing is sent before they save.
  const field = document.querySelector<HTMLSelectElement>("select[data-own-zone]");
  if (field && [...field.options].some((option) => option.value === mine)) field.value = mine;
}
