// The manager brings another system's list of clients in: its columns are named, its rows looked at, and nobody is
// written before it is said so.
import { CLINIC, PHONE, axe, axeOfLayout, expect, shoot, test } from "./help";
import { bring, figure, look, mend, remove, until } from "./incoming";

const HERE = `${CLINIC}/clients/import`;
const rtl = (address: string) => `${address}?lang=ar`;

/** A list as an office writes it: semicolons, one row to mend, one client twice. */
const list = [
  "No;First name;Surname;E-mail;Mobile;Date of birth;Shoes;Tags",
  "B-1;Zoë;Müller-Lüdenscheidt;zoe.mueller@example.net;087 555 0161;3/5/1988;38;Prefers mornings",
  "B-2;عبد الرحمن;آل سعود;abd@example.net;+971 50 555 0162;1979-11-30;;",
  "B-3;Tove;;not an address;12;31.2.1990;41;",
  "B-4;Zoë;Müller-Lüdenscheidt;zoe.mueller@example.net;;;;",
  ...Array.from({ length: 240 }, (_, n) => `C-${n};Wren${n};Ashdown;wren${n}@example.net;;;;`),
].join("\r\n");

test("a list of clients is looked at, brought in beside the open page, and its row to mend saved", async ({ house }) => {
  test.slow();
  const page = await house.enter("Manager");
  const main = page.locator("main");
  await page.goto(`${CLINIC}/setup`);
  await main.getByRole("link", { name: "Clients from a file" }).click();
  await bring(page, "list.xls", "<html><table></table></html>", "text/html");
  await expect(main.locator("#e-file")).toContainText("We see no table in this file.");
  await shoot(page, "import-refused", { few: true });
  await bring(page, "Clients of the old system.csv", list);

  // Guessed where a name is clear; what is not clear is asked.
  await expect(main.getByLabel("First name", { exact: true })).toHaveValue("given_name");
  await expect(main.getByLabel("Date of birth", { exact: true })).toHaveValue("birth_date");
  await expect(main.getByLabel("Shoes", { exact: true })).toHaveValue("");
  await axe(page);
  await shoot(page, "import-columns", { rtl: rtl(page.url()) });
  await look(page);
  await expect(page.getByRole("alert").first()).toBeVisible();
  await expect(main.locator("#e-column-6")).toBeVisible();
  await expect(main.locator("#e-system")).toBeVisible();
  await axe(page);
  await shoot(page, "import-columns-faults", { few: true });
  await main.getByLabel("Shoes", { exact: true }).selectOption({ label: "Leave behind" });
  await main.getByLabel(/^The other system’s name/).fill("Old system");
  await look(page);

  // The page brings itself up to date.
  await expect(main.getByRole("heading", { name: "What would come of it" })).toBeVisible();
  await expect(figure(page, "New clients")).toHaveText("242");
  await expect(figure(page, "Here already")).toHaveText("1");
  await expect(figure(page, "Rows to mend")).toHaveText("1");
  await axe(page);
  await axeOfLayout(page, "dark");
  const address = page.url();
  await shoot(page, "import-checked", { rtl: rtl(address) });
  await main.getByRole("button", { name: "Go on" }).click();
  await expect(main.locator("#e-faulty")).toContainText("So nothing was brought in.");
  await shoot(page, "import-nothing", { few: true });

  expect(await mend(page)).toBe("Clients of the old system to mend.csv");

  await main.getByLabel("Leave out what has faults, and bring in the rest").check();
  await main.getByRole("button", { name: "Go on" }).click();
  await expect(main.getByRole("heading", { name: "What came of it" })).toBeVisible({ timeout: 30_000 });
  await expect(figure(page, "New clients added")).toHaveText("242");
  await axe(page);
  await shoot(page, "import-done", { rtl: rtl(address) });
  await page.goto(HERE);
  await axe(page);
  await shoot(page, "import", { rtl: rtl(HERE) });

  // Everybody is found like any other client.
  await page.goto(`${CLINIC}/clients`);
  await main.getByLabel("Part of a name, a phone number, or an email address").fill("mueller lüd");
  await main.getByRole("button", { name: "Find", exact: true }).click();
  await expect(main.getByRole("link", { name: "Zoë Müller-Lüdenscheidt" })).toHaveCount(1);
  await page.goto(address);
  await remove(page);
});

test("without script a list of clients comes in all the same, on a phone", async ({ house }) => {
  const page = await house.enter("Manager", { ...PHONE, javaScriptEnabled: false });
  const main = page.locator("main");
  await page.goto(HERE);
  await bring(page, "two.csv", "Name,Email\nIda Holt,ida@example.net\nNoor Haddad,noor@example.net\n");
  await look(page);
  await until(page, "What would come of it");
  await main.getByRole("button", { name: "Bring them in" }).click();
  await until(page, "What came of it");
  await expect(main.locator("dd").first()).toHaveText("2");
});
