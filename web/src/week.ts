// A week painted with the pointer. The table of times is the week itself, for the keyboard and without script: a strip
// only writes into the times of its row, and shows what stands there. A script of its own, for the one page that has it.
interface Span {
  from: number;
  to: number;
  place: string;
}

/** The finest that is painted; the times themselves go by five minutes. */
const STEP = 15;
const DAY = 24 * 60;

const minutes = (text: string): number => {
  const [hour = Number.NaN, minute = Number.NaN] = text.split(":").map(Number);
  return hour * 60 + minute;
};
const two = (n: number): string => String(n).padStart(2, "0");
const clock = (at: number): string => `${two(Math.floor(at / 60) % 24)}:${two(at % 60)}`;

/** What is left of `span` without the time from `from` to `to`. */
function without(span: Span, from: number, to: number): Span[] {
  const parts = [{ ...span, to: Math.min(span.to, from) }, { ...span, from: Math.max(span.from, to) }];
  return parts.filter((part) => part.from < part.to);
}

/** In order, and what touches at one place is one. */
function joined(spans: Span[]): Span[] {
  const all: Span[] = [];
  for (const span of spans.sort((a, b) => a.from - b.from)) {
    const last = all.at(-1);
    if (last && last.to === span.from && last.place === span.place) last.to = span.to;
    else all.push({ ...span });
  }
  return all;
}

class Row {
  readonly strip = document.createElement("div");
  private readonly slots: { from: HTMLInputElement; to: HTMLInputElement; place: HTMLInputElement | HTMLSelectElement }[];
  private begun: { at: number; paints: boolean } | undefined;

  constructor(
    row: HTMLElement,
    private readonly week: Week,
  ) {
    const part = <T extends Element>(name: string) => [...row.querySelectorAll<T>(`[name^="${name}-"]`)];
    const [to, place] = [part<HTMLInputElement>("to"), part<HTMLInputElement | HTMLSelectElement>("place")];
    this.slots = part<HTMLInputElement>("from").flatMap((from, n) => {
      const [until, at] = [to[n], place[n]];
      return until && at ? [{ from, to: until, place: at }] : [];
    });
    this.strip.className = "strip";
    this.strip.addEventListener("pointerdown", (event) => this.begin(event));
    this.strip.addEventListener("pointermove", (event) => this.draw(this.range(event)));
    this.strip.addEventListener("pointerup", (event) => this.end(event));
    this.strip.addEventListener("pointercancel", () => this.stop());
    row.addEventListener("change", () => week.draw());
  }

  spans(): Span[] {
    // Midnight as an end is the end of the day; a time that is only half typed is none.
    const end = (text: string): number => (text === "" ? Number.NaN : minutes(text) || DAY);
    const read = this.slots.map(({ from, to, place }) => ({ from: minutes(from.value), to: end(to.value), place: place.value }));
    return read.filter((span) => span.from < span.to);
  }

  /** What a pointer at `event` has gone over since it was pressed. */
  private range(event: PointerEvent): [number, number] | undefined {
    if (!this.begun) return undefined;
    const at = this.week.at(event, this.strip);
    return [Math.min(at, this.begun.at), Math.max(at, this.begun.at) + STEP];
  }

  private begin(event: PointerEvent): void {
    if (event.button !== 0) return;
    const at = this.week.at(event, this.strip);
    this.begun = { at, paints: !this.spans().some((span) => span.from <= at && at < span.to) };
    this.strip.setPointerCapture(event.pointerId);
    this.draw([at, at + STEP]);
    event.preventDefault();
  }

  private end(event: PointerEvent): void {
    const range = this.range(event);
    if (range) this.put(this.changed(range));
    this.stop();
  }

  private stop(): void {
    this.begun = undefined;
    this.week.draw();
  }

  private changed([from, to]: [number, number]): Span[] {
    const kept = this.spans().flatMap((span) => without(span, from, to));
    return joined(this.begun?.paints ? [...kept, { from, to, place: this.week.place() }] : kept);
  }

  /** Writes the spans into the row's times; more than it has room for are refused, with words. */
  private put(spans: Span[]): void {
    // What is half typed stays where it stands.
    const slots = this.slots.filter(({ from, to }) => (from.value === "") === (to.value === ""));
    this.week.say(spans.length > slots.length);
    if (spans.length > slots.length) return;
    slots.forEach((slot, n) => {
      const span = spans[n];
      slot.from.value = span ? clock(span.from) : "";
      slot.to.value = span ? clock(span.to) : "";
      if (span) slot.place.value = span.place;
    });
  }

  draw(range?: [number, number]): void {
    const spans = range ? this.changed(range) : this.spans();
    this.strip.replaceChildren(
      ...spans.map((span) => {
        const bar = document.createElement("i");
        const [from, to] = [this.week.share(span.from), this.week.share(span.to)];
        bar.style.insetInlineStart = `${from}%`;
        bar.style.inlineSize = `${to - from}%`;
        bar.textContent = `${clock(span.from)}–${clock(span.to)}`;
        return bar;
      }),
    );
  }
}

class Week {
  private readonly rows: Row[];
  private first = 7 * 60;
  private last = 20 * 60;
  private readonly scale = document.createElement("div");
  private readonly note: HTMLElement | null;

  constructor(private readonly table: HTMLElement) {
    this.note = document.querySelector("[data-week-full]");
    this.scale.className = "strip scale";
    this.rows = [...table.querySelectorAll<HTMLElement>("[data-week-day]")].map((row) => {
      const made = new Row(row, this);
      // The times below are the same, and are what is read aloud.
      this.line(made.strip, row.querySelectorAll("td").length, (line) => row.before(line));
      return made;
    });
    const cells = table.querySelectorAll("thead th").length - 1;
    this.line(this.scale, cells, (line) => table.querySelector("tbody")?.prepend(line));
    this.draw();
  }

  private line(strip: HTMLElement, cells: number, put: (line: HTMLElement) => void): void {
    const line = document.createElement("tr");
    line.ariaHidden = "true";
    line.className = "painted";
    const cell = document.createElement("td");
    cell.colSpan = cells;
    cell.append(strip);
    line.append(document.createElement("td"), cell);
    put(line);
  }

  /** Where a span is painted: at the place that is chosen for it, or the only one there is. */
  place(): string {
    return document.querySelector<HTMLSelectElement>("[data-week-brush]")?.value ?? this.table.dataset.week ?? "";
  }

  /** The minute under the pointer, to the step before. */
  at(event: PointerEvent, strip: HTMLElement): number {
    const box = strip.getBoundingClientRect();
    const along = getComputedStyle(strip).direction === "rtl" ? box.right - event.clientX : event.clientX - box.left;
    const at = this.first + (along / box.width) * (this.last - this.first);
    return Math.min(Math.max(Math.floor(at / STEP) * STEP, this.first), this.last - STEP);
  }

  share(at: number): number {
    return ((at - this.first) / (this.last - this.first)) * 100;
  }

  say(full: boolean): void {
    if (this.note) this.note.hidden = !full;
  }

  draw(): void {
    const all = this.rows.flatMap((row) => row.spans());
    this.first = Math.min(7 * 60, ...all.map((span) => Math.floor(span.from / 60) * 60));
    this.last = Math.max(20 * 60, ...all.map((span) => Math.ceil(span.to / 60) * 60));
    const hours = Array.from({ length: (this.last - this.first) / 60 }, (_, n) => this.first + n * 60);
    this.scale.replaceChildren(
      ...hours.map((at) => {
        const mark = document.createElement("b");
        mark.style.insetInlineStart = `${this.share(at)}%`;
        mark.textContent = String(at / 60);
        return mark;
      }),
    );
    for (const row of this.rows) row.draw();
  }
}

const table = document.querySelector<HTMLElement>("table[data-week]");
if (table) new Week(table);
