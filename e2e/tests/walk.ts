// A keyboard and nothing else: what a person does who has no pointer. Nothing here focuses, fills or presses by itself.
import { type Locator, type Page } from "@playwright/test";

/** Stops of the Tab key after which somebody would give up. */
const PATIENCE = 120;

export class Keys {
  constructor(private readonly page: Page) {}

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  async type(words: string): Promise<void> {
    await this.page.keyboard.type(words);
  }

  /** Tab, or Shift and Tab, until `what` has the focus. */
  async to(what: Locator, { back = false, most = PATIENCE } = {}): Promise<void> {
    const passed: string[] = [];
    for (let stops = 0; stops <= most; stops += 1) {
      const { there, here } = await this.at(what);
      if (there) return;
      passed.push(here);
      await this.press(back ? "Shift+Tab" : "Tab");
    }
    throw new Error(`${what} was not reached in ${most} stops of Tab, which went by\n  ${passed.join("\n  ")}`);
  }

  /** To a field, and writes it anew. */
  async write(field: Locator, words: string, options = {}): Promise<void> {
    await this.to(field, options);
    await this.press("Control+a");
    await this.type(words);
  }

  /** To a field for a time, and writes one. Where the browser's clock has twelve hours it asks for the half of the day. */
  async writeTime(field: Locator, time: string): Promise<void> {
    await this.to(field);
    await this.type(`${time.replace(":", "")}A`);
  }

  /** To a button or a link, and presses it. */
  async enter(what: Locator, options = {}): Promise<void> {
    await this.to(what, options);
    await this.press("Enter");
  }

  /** To a group of choices, which is one stop, and with the arrows to one of them. */
  async choose(choice: Locator): Promise<void> {
    const name = await choice.getAttribute("name");
    await this.to(this.page.locator(`[type=radio][name="${name}"]`));
    for (let steps = 0; steps < 20; steps += 1) {
      if ((await this.at(choice)).there) return this.press("Space");
      await this.press("ArrowDown");
    }
    throw new Error(`${choice} is no choice of its group`);
  }

  /** To a box, and ticks it. */
  async tick(what: Locator, options = {}): Promise<void> {
    await this.to(what, options);
    await this.press("Space");
  }

  /** From wherever one stands to the board, and with the arrows to a slip of it. */
  async walk(slip: Locator): Promise<void> {
    const { page } = this;
    await this.to(page.locator(".cal :is(a.at, a.gap, a.block)[tabindex='0']"));
    const lane = () => page.evaluate(() => document.activeElement?.closest(".lane")?.getAttribute("aria-label") ?? "");
    const passed: string[] = [];
    for (let from = ""; from !== (await lane()); await this.press("ArrowLeft")) from = await lane();
    for (let from = ""; from !== (await lane()); await this.press("ArrowRight")) {
      from = await lane();
      await this.press("Home");
      for (let last = ""; ; await this.press("ArrowDown")) {
        const { there, here } = await this.at(slip);
        if (there) return;
        if (here === last) break;
        passed.push(here);
        last = here;
      }
    }
    throw new Error(`${slip} was not reached by arrows, which went by\n  ${passed.join("\n  ")}`);
  }

  /** Whether `what` has the focus, and what has it. A page on its way has none yet. */
  private async at(what: Locator): Promise<{ there: boolean; here: string }> {
    const look = (all: Element[]) => {
      const here = document.activeElement ?? document.body;
      const words = (here.getAttribute("aria-label") ?? here.textContent ?? "").trim().replace(/\s+/g, " ").slice(0, 60);
      const name = here.id || (here.getAttribute("name") ?? "");
      return { there: all.includes(here), here: here === document.body ? "the page" : `${here.tagName.toLowerCase()} ${name} ${words}` };
    };
    return what.evaluateAll(look).catch(() => ({ there: false, here: "a page on its way" }));
  }
}
