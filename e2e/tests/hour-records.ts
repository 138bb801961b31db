// The tasks of the hour that are done in a client's record.
import { expect } from "./help";
import { type Task, title, way } from "./hour";
import { type Keys } from "./walk";
import { type Locator, type Page } from "@playwright/test";

const main = (page: Page): Locator => page.getByRole("main");
const region = (page: Page, name: string): Locator => page.getByRole("region", { name });
const toast = (page: Page): Locator => page.getByRole("status").filter({ hasText: /./ });
const LETTER = { name: "referral.txt", mimeType: "text/plain", buffer: Buffer.from("Dear colleague") };

/** The dialog in which a file is chosen is the system's, with a mouse and keys of its own. */
const choosing = (page: Page): void => void page.once("filechooser", (dialog) => dialog.setFiles(LETTER));

/** The field that finds a client stands on every page of the desk, one key away. */
async function found(keys: Keys, page: Page, words: string, name: string): Promise<void> {
  await keys.press("/");
  await expect(page.locator(".find input")).toBeFocused();
  await keys.press("Control+a");
  await keys.type(words);
  await keys.press("Enter");
  await expect(title(page)).toContainText(words);
  await keys.enter(main(page).getByRole("link", { name, exact: true }));
  await expect(title(page)).toHaveText(name);
}

export const RECORDS: Task[] = [
  {
    title: "Find a client by part of a name, or by phone",
    async mouse(page, { known }) {
      for (const words of [known.family.slice(0, 8), known.phone]) {
        await way(page, "Clients").click();
        await page.getByRole("searchbox", { name: /Part of a name/ }).fill(words);
        await main(page).getByRole("button", { name: "Find" }).click();
        await main(page).getByRole("link", { name: known.name, exact: true }).click();
        await expect(title(page)).toHaveText(known.name);
      }
    },
    async keys(keys, page, { known }) {
      for (const words of [known.family.slice(0, 8), known.phone]) await found(keys, page, words, known.name);
    },
    async came(page, { known }) {
      await expect(title(page)).toHaveText(known.name);
      // As it is dialled from anywhere, in groups of the country's own.
      const digits = known.phone.replace(/\D/g, "").slice(1);
      await expect(region(page, "Contact and origin")).toContainText(new RegExp([...digits].join(" ?")));
    },
  },
  {
    title: "Change a client’s details",
    async mouse(page) {
      await page.getByRole("link", { name: "Change details" }).click();
      await page.getByLabel("Note for the desk").fill("Rings twice.");
      await page.getByRole("button", { name: "Save" }).click();
    },
    async keys(keys, page) {
      await keys.enter(page.getByRole("link", { name: "Change details" }));
      await expect(page.getByLabel("Note for the desk")).toBeVisible();
      await keys.write(page.getByLabel("Note for the desk"), "Rings twice.");
      await keys.enter(page.getByRole("button", { name: "Save" }));
    },
    async came(page) {
      await expect(toast(page)).toContainText("Saved.");
      await expect(region(page, "Contact and origin")).toContainText("Rings twice.");
    },
  },
  {
    title: "Put a label on a client",
    async mouse(page) {
      await page.getByRole("link", { name: "Add a label" }).click();
      await page.getByLabel("Needs the ramp").check();
      await page.getByRole("button", { name: "Save" }).click();
    },
    async keys(keys, page) {
      await keys.enter(page.getByRole("link", { name: "Add a label" }));
      await expect(page.getByLabel("Needs the ramp")).toBeVisible();
      await keys.tick(page.getByLabel("Needs the ramp"));
      await keys.enter(page.getByRole("button", { name: "Save" }));
    },
    async came(page) {
      await expect(toast(page)).toContainText("Saved.");
      await expect(page.getByRole("list", { name: "Labels" })).toContainText("Needs the ramp");
    },
  },
  {
    title: "Add a document",
    async mouse(page) {
      choosing(page);
      await page.getByRole("link", { name: "Add a document" }).click();
      await page.getByLabel("File").click();
      await expect(page.getByLabel("File")).toHaveValue(/referral/);
      await page.getByRole("button", { name: "Keep it" }).click();
    },
    async keys(keys, page) {
      choosing(page);
      await keys.enter(page.getByRole("link", { name: "Add a document" }));
      await expect(page.getByLabel("File")).toBeVisible();
      await keys.enter(page.getByLabel("File"));
      await expect(page.getByLabel("File")).toHaveValue(/referral/);
      await keys.enter(page.getByRole("button", { name: "Keep it" }));
    },
    async came(page) {
      await expect(toast(page)).toContainText("Kept, sealed.");
      await expect(page.getByRole("link", { name: LETTER.name, exact: true })).toBeVisible();
    },
  },
  {
    title: "Keep a number, and open it for a reason",
    async mouse(page) {
      await page.getByRole("link", { name: "To the record" }).click();
      await region(page, "Numbers").getByRole("link").click();
      await page.getByLabel("Number", { exact: true }).fill("QM 5520 3318 07");
      await page.getByRole("button", { name: "Keep it" }).click();
      await page.getByLabel("Why do you need it?").selectOption("bill");
      await page.getByRole("button", { name: /^Open it/ }).click();
    },
    async keys(keys, page) {
      await keys.enter(page.getByRole("link", { name: "To the record" }));
      await expect(region(page, "Numbers")).toBeVisible();
      await keys.enter(region(page, "Numbers").getByRole("link"));
      await expect(page.getByLabel("Number", { exact: true })).toBeVisible();
      await keys.write(page.getByLabel("Number", { exact: true }), "QM 5520 3318 07");
      await keys.press("Enter");
      await expect(page.getByLabel("Why do you need it?")).toBeVisible();
      await keys.to(page.getByLabel("Why do you need it?"));
      await keys.type("To bill");
      await keys.enter(page.getByRole("button", { name: /^Open it/ }));
    },
    async came(page) {
      await expect(page.getByRole("status").filter({ hasText: "QM 5520 3318 07" })).toBeVisible();
      await expect(region(page, "Opened before")).toContainText("To bill the insurer");
    },
  },
  {
    title: "Make one record of two",
    async mouse(page, { known, twin }) {
      await page.getByRole("link", { name: "To the record" }).click();
      await page.getByRole("link", { name: "Merge with another record" }).click();
      await page.getByRole("searchbox", { name: /Part of a name/ }).fill(known.family);
      await main(page).getByRole("button", { name: "Find" }).click();
      await page.getByRole("link", { name: `Compare ${twin.name}` }).click();
      await page.getByRole("group", { name: "Given name" }).getByRole("radio", { name: known.given, exact: true }).check();
      await page.getByRole("button", { name: "Make them one record" }).click();
    },
    async keys(keys, page, { known, twin }) {
      await keys.enter(page.getByRole("link", { name: "To the record" }));
      await expect(title(page)).toHaveText(known.name);
      await keys.enter(page.getByRole("link", { name: "Merge with another record" }));
      await expect(title(page)).toHaveText("Merge with another record");
      await keys.write(page.getByRole("searchbox", { name: /Part of a name/ }), known.family);
      await keys.press("Enter");
      await keys.enter(page.getByRole("link", { name: `Compare ${twin.name}` }));
      await expect(title(page)).toHaveText("One person, two records");
      await keys.choose(page.getByRole("group", { name: "Given name" }).getByRole("radio", { name: known.given, exact: true }));
      await keys.enter(page.getByRole("button", { name: "Make them one record" }));
    },
    async came(page, { known }) {
      await expect(toast(page)).toContainText("These are one record now.");
      await expect(title(page)).toHaveText(known.name);
    },
  },
];
