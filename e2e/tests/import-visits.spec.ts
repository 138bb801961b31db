// The manager brings another system's plan in: its columns are named, its words told, its rows looked at, and nothing is
// written before it is said so.
import { CLINIC, PHONE, axe, axeOfLayout, expect, shoot, test } from "./help";
import { bring, figure, look, mend, remove, until } from "./incoming";

const HERE = `${CLINIC}/appointments/import`;
const rtl = (address: string) => `${address}?lang=ar`;

/** A plan as another program writes it: visits that are over, two to come that collide, one to mend. */
const plan = [
  "Appointment ID;Date;Start time;Duration;Patient;E-mail;Type;With;Status",
  "P-1;7/6/2027;10:00;30;Ophelia Brandvold;ophelia@example.net;Review;Corrigan, Maeve;Confirmed",
  "P-2;7/6/2027;10:15;30;Piet Hoekstra;piet@example.net;Review;Maeve Corrigan;Booked",
  "P-3;7/6/2027;25:15;30;Piet Hoekstra;piet@example.net;Review;Maeve Corrigan;Booked",
  "P-4;14/5/2025;9:30 am;45;Ophelia Brandvold;ophelia@example.net;Deep tissue massage;Jo Former;DNA",
  ...Array.from({ length: 160 }, (_, n) => `Q-${n};${1 + (n % 28)}/4/2025;${9 + Math.floor(n / 28)}:00;30;Wilma Ahrens;wilma@example.net;Review;Tomasz Wilk;Completed`),
].join("\r\n");

test("a plan is told what it means, looked at, brought in, and stands on the day", async ({ house }) => {
  test.slow();
  const page = await house.enter("Manager");
  const main = page.locator("main");
  await page.goto(`${CLINIC}/setup`);
  await main.getByRole("link", { name: "Appointments from a file" }).click();
  await axe(page);
  await shoot(page, "import-visits", { rtl: rtl(HERE), few: true });
  await bring(page, "Plan of the old system.csv", plan);

  // Guessed where a name is clear.
  for (const [column, meaning] of [["Date", "day"], ["Start time", "time"], ["Duration", "minutes"], ["Patient", "whole_name"], ["With", "practitioner"]] as const) {
    await expect(main.getByLabel(column, { exact: true })).toHaveValue(meaning);
  }
  await axe(page);
  await shoot(page, "import-visits-columns", { rtl: rtl(page.url()), few: true });
  await main.getByLabel(/^The other system’s name/).fill("Old system");
  await look(page);

  // What its words mean, guessed too; what is not clear is asked.
  await expect(main.getByRole("heading", { name: "What do its words mean?" })).toBeVisible();
  await expect(main.getByLabel("Corrigan, Maeve").locator("option:checked")).toHaveText("Maeve Corrigan");
  await expect(main.getByLabel("DNA").locator("option:checked")).toHaveText("Did not come");
  await expect(main.getByLabel("Deep tissue massage")).toHaveValue("");
  await axe(page);
  await axeOfLayout(page, "dark");
  await shoot(page, "import-visits-words", { rtl: rtl(page.url()) });
  await look(page);
  await expect(page.getByRole("alert").first()).toBeVisible();
  await axe(page);
  await shoot(page, "import-visits-words-faults", { few: true });
  await main.getByLabel("Deep tissue massage").selectOption({ label: "None of ours (only of visits that are over)" });
  await main.getByLabel("Jo Former").selectOption({ label: "Nobody who is here (only of visits that are over)" });
  await look(page);

  await expect(main.getByRole("heading", { name: "What would come of it" })).toBeVisible();
  await expect(figure(page, "New appointments")).toHaveText("162");
  await expect(figure(page, "New clients with them")).toHaveText("2");
  await expect(figure(page, "Rows to mend")).toHaveText("2");
  await expect(main.getByText("The practitioner’s time is taken.").first()).toBeVisible();
  await expect(main.getByText("We cannot read this time. Please write it as 14:30.")).toBeVisible();
  await axe(page);
  const address = page.url();
  await shoot(page, "import-visits-checked", { rtl: rtl(address) });
  await main.getByLabel("Leave out what has faults, and bring in the rest").check();
  await main.getByRole("button", { name: "Go on" }).click();
  await expect(main.getByRole("heading", { name: "What came of it" })).toBeVisible({ timeout: 30_000 });
  await expect(figure(page, "New appointments added")).toHaveText("162");
  await axe(page);
  await shoot(page, "import-visits-done", { rtl: rtl(address) });
  expect(await mend(page)).toBe("Plan of the old system to mend.csv");

  // The visit to come stands on its day like any other.
  const desk = await house.enter("Front desk");
  await desk.goto(`${CLINIC}/day?date=2027-06-07`);
  await expect(desk.locator("main").getByText("Ophelia Brandvold").first()).toBeVisible();
  await page.goto(address);
  await remove(page);
});

test("without script a plan comes in all the same, on a phone", async ({ house }) => {
  const page = await house.enter("Manager", { ...PHONE, javaScriptEnabled: false });
  const main = page.locator("main");
  await page.goto(HERE);
  await bring(page, "one.csv", "Start,Client,Email\n2025-02-03 10:00,Ida Holtmann,ida.h@example.net\n");
  await look(page);
  await expect(main.getByText("No column says how an appointment ended")).toBeVisible();
  await look(page);
  await until(page, "What would come of it");
  await main.getByRole("button", { name: "Bring them in" }).click();
  await until(page, "What came of it");
  await expect(main.locator("dd").first()).toHaveText("1");
});
