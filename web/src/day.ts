// The day board by keyboard and by pointer: arrows walk from slip to slip, "/" finds, an empty place books.

const SLIPS = "a.at, a.gap";
const SNAP_MINUTES = 15;

const top = (element: Element) => element.getBoundingClientRect().top;

/** The slip of `lane` that begins nearest to `slip`. */
function nearest(lane: Element | undefined, slip: Element): HTMLElement | undefined {
  return [...(lane?.querySelectorAll<HTMLElement>(SLIPS) ?? [])].sort(
    (a, b) => Math.abs(top(a) - top(slip)) - Math.abs(top(b) - top(slip)),
  )[0];
}

function step(slip: HTMLElement, key: string): HTMLElement | undefined {
  const lane = slip.closest(".lane");
  const board = slip.closest(".cal");
  if (!lane || !board) return undefined;
  const slips = [...lane.querySelectorAll<HTMLElement>(SLIPS)].sort((a, b) => top(a) - top(b));
  const lanes = [...board.querySelectorAll(".lane")];
  const at = slips.indexOf(slip);
  const forward = getComputedStyle(board).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
  if (key === "ArrowDown") return slips[at + 1];
  if (key === "ArrowUp") return slips[at - 1];
  if (key === "Home") return slips[0];
  if (key === "End") return slips.at(-1);
  if (key !== "ArrowLeft" && key !== "ArrowRight") return undefined;
  const side = key === forward ? 1 : -1;
  // A lane without slips is stepped over.
  for (let next = lanes.indexOf(lane) + side; next >= 0 && next < lanes.length; next += side) {
    const found = nearest(lanes[next], slip);
    if (found) return found;
  }
  return undefined;
}

/** One stop for the Tab key: the chosen slip, or the first. */
function rove(): void {
  for (const board of document.querySelectorAll(".cal")) {
    const slips = [...board.querySelectorAll<HTMLElement>(SLIPS)];
    const stop = slips.find((slip) => slip === document.activeElement) ?? slips.find((slip) => slip.hasAttribute("aria-current")) ?? slips[0];
    for (const slip of slips) slip.tabIndex = slip === stop ? 0 : -1;
  }
}

/** An empty place of a lane books there: the lane's data-book address gets the time under the pointer. */
function book(event: MouseEvent): void {
  const lane = event.target;
  if (!(lane instanceof HTMLElement) || !lane.matches(".lane[data-book]")) return;
  const board = getComputedStyle(lane);
  const box = lane.getBoundingClientRect();
  const hours = Number(board.getPropertyValue("--hours"));
  const minutes = Number(board.getPropertyValue("--from")) * 60 + ((event.clientY - box.top) / box.height) * hours * 60;
  const snapped = Math.floor(minutes / SNAP_MINUTES) * SNAP_MINUTES;
  const to = new URL(lane.dataset.book ?? "", location.href);
  const two = (n: number) => String(n).padStart(2, "0");
  to.searchParams.set("at", `${two(Math.floor(snapped / 60))}:${two(snapped % 60)}`);
  location.assign(to);
}

export function day(): void {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !(event.target instanceof HTMLElement)) return;
    const writing = event.target.matches("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !writing) {
      const find = document.querySelector<HTMLInputElement>(".find input");
      if (!find) return;
      event.preventDefault();
      find.focus();
      find.select();
      return;
    }
    const slip = event.target.closest<HTMLElement>(SLIPS);
    const to = slip && step(slip, event.key);
    if (!to) return;
    event.preventDefault();
    to.focus();
    to.scrollIntoView({ block: "nearest", inline: "nearest" });
    rove();
  });
  document.addEventListener("click", book);
  document.addEventListener("keepwell:swap", rove);
  rove();
}
