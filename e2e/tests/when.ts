// The demo's time. Everything is told relative to it.

/** When the demo's clock begins: a Tuesday, twenty to eleven in the clinic. */
export const OPENS = "2026-11-24T10:40:00Z";

/** The demo's today, and the days after it, as the addresses have them. */
export function day(ahead = 0): string {
  const date = new Date(OPENS);
  date.setUTCDate(date.getUTCDate() + ahead);
  return date.toISOString().slice(0, 10);
}
