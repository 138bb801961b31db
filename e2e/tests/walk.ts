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
      if (await this.at(what)) return;
      passed.push(await this.here());
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

  /** To a button or a link, and presses it. */
  async enter(what: Locator, options = {}): Promise<void> {
    await this.to(what, options);
    await this.press("Enter");
  }

  /** To a box or a choice, and takes it. */
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
        if (await this.at(slip)) return;
        const here = await this.here();
        if (here === last) break;
        passed.push(here);
        last = here;
      }
    }
    throw new Error(`${slip} was not reached by arrows, which went by\n  ${passed.join("\n  ")}`);
  }

  /** A page on its way has no focus yet. */
  private at(what: Locator): Promise<boolean> {
    return what.evaluateAll((all) => all.includes(document.activeElement as HTMLElement)).catch(() => false);
  }

  private here(): Promise<string> {
    const say = () => {
      const here = document.activeElement;
      if (!here || here === document.body) return "the page";
      const words = (here.getAttribute("aria-label") ?? here.textContent ?? "").trim().replace(/\s+/g, " ").slice(0, 60);
      return `${here.tagName.toLowerCase()}${here.id ? `#${here.id}` : ""}${here.getAttribute("name") ? `[${here.getAttribute("name")}]` : ""} ${words}`;
    };
    return this.page.evaluate(say).catch(() => "a page on its way");
  }
}
