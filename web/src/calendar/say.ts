// What a screen reader hears: one polite region, and sentences that the page brought along.

const PAUSE_MS = 60; // a region emptied and filled at once says nothing

let due: number | undefined;

export function say(words: string): void {
  const region = document.getElementById("says");
  if (!region) return;
  clearTimeout(due);
  region.textContent = "";
  due = window.setTimeout(() => (region.textContent = words), PAUSE_MS);
}

/** A sentence of the page with its holes filled. */
export function sentence(name: string, holes: Record<string, string | number> = {}): string {
  const words = document.getElementById("words")?.dataset[name] ?? "";
  return words.replace(/\{(\w+)\}/g, (hole, key: string) => String(holes[key] ?? hole));
}
