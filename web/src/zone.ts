// Times are clinic time. A visitor elsewhere is told so, and may read them in their own.

function name(zone: string, lang: string): string {
  const parts = new Intl.DateTimeFormat(lang, { timeZone: zone, timeZoneName: "longGeneric" }).formatToParts(new Date());
  return parts.find((part) => part.type === "timeZoneName")?.value ?? zone;
}

/** Wall clock minutes of `at` in `zone`, comparable between zones. */
function wall(at: Date, zone: string): string {
  return at.toLocaleString("en-GB", { timeZone: zone });
}

export function zone(): void {
  const mine = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const lang = document.documentElement.lang || "en";
  let own = false;

  const apply = () => {
    for (const note of document.querySelectorAll<HTMLElement>("[data-zone]")) {
      const clinic = note.dataset.zone ?? "";
      const say = note.querySelector<HTMLElement>("[data-zone-say]");
      const button = note.querySelector<HTMLButtonElement>("[data-zone-switch]");
      if (!clinic || !say || !button) continue;
      const times = [...document.querySelectorAll<HTMLTimeElement>("time[data-at]")];
      // Two names may keep the same time: what matters is whether any time shown would read differently.
      const differs = times.some((time) => wall(new Date(time.dateTime), clinic) !== wall(new Date(time.dateTime), mine));
      say.hidden = button.hidden = !differs;
      if (!differs) continue;
      say.textContent = (say.dataset.zoneSay ?? "").replace("[zone]", name(mine, lang));
      button.textContent = (own ? button.dataset.clinic : button.dataset.mine) ?? "";
      for (const time of times) {
        time.dataset.clinicTime ??= time.textContent ?? "";
        time.textContent = own
          ? new Intl.DateTimeFormat(lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: mine }).format(new Date(time.dateTime))
          : time.dataset.clinicTime;
      }
    }
  };
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || !event.target.closest("[data-zone-switch]")) return;
    own = !own;
    apply();
  });
  document.addEventListener("keepwell:swap", apply);
  apply();
}
