// Which of the clinic's places is nearest. Asked only when the reader presses for it, and found here: their position is made
// coarse before anything is reckoned with it, stays in these few lines and is sent nowhere (promise `location.asked`).

interface Spot {
  latitude: number;
  longitude: number;
}

const RADIUS = 6_371_000;
const TO_RADIANS = Math.PI / 180;
const PATIENCE = 20_000;

/** The middle of the square of `metres` that a position is in. */
export function coarse({ latitude, longitude }: Spot, metres: number): Spot {
  const step = metres / (RADIUS * TO_RADIANS);
  const north = (Math.floor(latitude / step) + 0.5) * step;
  // Along a parallel a degree is shorter; at a pole there is none.
  const across = step / Math.max(Math.cos(north * TO_RADIANS), 0.01);
  return { latitude: north, longitude: (Math.floor(longitude / across) + 0.5) * across };
}

/** Metres between two points on a sphere (haversine). */
export function between(a: Spot, b: Spot): number {
  const half = (from: number, to: number) => Math.sin(((to - from) * TO_RADIANS) / 2) ** 2;
  const cos = (degrees: number) => Math.cos(degrees * TO_RADIANS);
  const h = half(a.latitude, b.latitude) + cos(a.latitude) * cos(b.latitude) * half(a.longitude, b.longitude);
  return 2 * RADIUS * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** A place's name inside a sentence of another direction stands by itself. */
const isolated = (name: string) => `\u2068${name}\u2069`;

export function nearest(): void {
  const asks = document.querySelector<HTMLElement>("[data-nearest]");
  const [button, answer] = [asks?.querySelector("button"), asks?.querySelector<HTMLElement>("[role=status]")];
  if (!asks || !button || !answer || !("geolocation" in navigator)) return;
  const metres = Number(asks.dataset.nearest);
  const places = [...document.querySelectorAll<HTMLElement>("[data-spot]")].map(({ dataset }) => {
    const [latitude = 0, longitude = 0] = (dataset.spot ?? "").split(" ").map(Number);
    return { name: dataset.name ?? "", latitude, longitude };
  });
  const lang = document.documentElement.lang || "en";
  const say = (words: string | undefined) => {
    answer.textContent = words ?? "";
    button.disabled = false;
  };

  const found = (position: GeolocationPosition) => {
    const here = coarse(position.coords, metres);
    const ways = places.map((place) => ({ name: place.name, far: between(here, place) })).sort((a, b) => a.far - b.far);
    const [first, second] = ways;
    if (!first || !second) return;
    // No finer than what it was reckoned with.
    const far = new Intl.NumberFormat(`${lang}-u-nu-latn`).format(Math.max(1, Math.round(first.far / metres)) * (metres / 1000));
    const words = second.far - first.far < metres ? asks.dataset.either : asks.dataset.one;
    say(words?.replace("[place]", isolated(first.name)).replace("[other]", isolated(second.name)).replace("[km]", far));
  };

  button.addEventListener("click", () => {
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(
      found,
      (fault) => say(fault.code === fault.PERMISSION_DENIED ? asks.dataset.denied : asks.dataset.failed),
      { enableHighAccuracy: false, maximumAge: 0, timeout: PATIENCE },
    );
  });
  asks.hidden = false;
}
