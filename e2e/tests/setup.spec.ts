// The manager sets the clinic up, and what was set up can be booked.
import { CLINIC, PHONE, axe, expect, shoot, test } from "./help";
import { book, letterLink, openLetter, somebody } from "./booking";
import { day } from "./when";

test("a service made by the manager, without script, is given by a new practitioner and booked by a visitor", async ({ house }) => {
  const manager = await house.enter("Manager", { viewport: { width: 1440, height: 900 }, javaScriptEnabled: false });
  const main = manager.locator("main");
  await manager.goto(`${CLINIC}/setup/services`);
  await manager.getByRole("link", { name: "Add" }).click();
  // Nothing filled in: the form comes back with what is missing beside its fields.
  await main.locator("button.go").click();
  await expect(manager.getByRole("alert").first()).toBeVisible();
  await shoot(manager, "setup-service-faults");
  await main.getByLabel("Name", { exact: true }).fill("Running style check");
  await main.getByLabel(/^About it/).fill("On the treadmill, with slow pictures.");
  await main.getByLabel(/^Length in minutes/).fill("40");
  await main.getByLabel(/^Kept free before/).fill("0");
  await main.getByLabel(/^Kept free after/).fill("5");
  await main.getByLabel(/^A time every/).fill("20");
  await main.getByLabel(/^Notice in minutes/).fill("60");
  await main.getByLabel(/^Days ahead/).fill("30");
  await main.getByLabel(/^Price/).fill("66");
  const room = main.getByLabel(/^Needs a room/);
  if (await room.isChecked()) await room.uncheck();
  await main.locator("button.go").click();
  await expect(manager.getByRole("status")).toContainText("Saved");

  await manager.goto(`${CLINIC}/setup/practitioners/new`);
  await main.getByLabel("Name", { exact: true }).fill("Hedda Quist");
  await main.getByLabel(/^What they are good at/).fill("Runners");
  await main.getByLabel(/Running style check/).check();
  await main.locator("button.go").click();
  await manager.goto(`${CLINIC}/setup/practitioners`);
  await manager.getByRole("link", { name: "Hedda Quist" }).click();
  await manager.getByRole("link", { name: "Weekly hours" }).click();
  await shoot(manager, "setup-hours-empty");
  for (const weekday of ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]) {
    await main.getByLabel(`${weekday}, From`).first().fill("09:00");
    await main.getByLabel(`${weekday}, To`).first().fill("12:00");
  }
  await main.locator("button.go").click();
  await expect(manager.getByRole("status")).toContainText("Saved");

  const visitor = await house.someone(PHONE);
  await visitor.goto(CLINIC);
  const card = visitor.locator(".service", { hasText: "Running style check" });
  await expect(card).toContainText("40 minutes");
  await expect(card).toContainText("€66");
  await card.getByRole("link").click();
  await visitor.waitForURL(/\/book\//);
  const slug = new URL(visitor.url()).pathname.split("/").pop() ?? "";
  const { time } = await book(visitor, slug, day(2), somebody("Ivo", "Castellan"), "last");
  // Within the new hours, on the new grid: the last that ends by twelve. What is kept free after it may reach beyond.
  expect(time).toBe("11:20");
  await expect(visitor.locator(".next")).toContainText("Hedda Quist");

  // Retired, it is offered no more; the visit stays.
  await manager.goto(`${CLINIC}/setup/services`);
  await manager.getByRole("link", { name: "Running style check" }).click();
  await manager.getByRole("button", { name: "Retire" }).click();
  await visitor.goto(CLINIC);
  await expect(visitor.locator("main")).not.toContainText("Running style check");
  expect((await visitor.goto(`${CLINIC}/book/${slug}`))?.status()).toBe(404);
});

test("an invited colleague chooses a password and works at the desk, until the manager ends it", async ({ house }) => {
  const manager = await house.enter("Manager");
  await manager.goto(`${CLINIC}/staff/invite`);
  await manager.locator("main button.go").click();
  await expect(manager.getByRole("alert").first()).toBeVisible();
  await axe(manager);
  await shoot(manager, "invite-faults");
  const email = `maud.${Date.now().toString(36)}@example.org`;
  await manager.locator("[name=name]").fill("Maud Ellery");
  await manager.getByRole("textbox", { name: "Email" }).fill(email);
  await manager.locator("[name=role][value=front_desk]").check();
  await manager.locator("main button.go").click();
  await expect(manager.locator("main")).toContainText("Maud Ellery");

  const maud = await house.someone();
  await openLetter(maud, email, /./);
  await maud.goto(await letterLink(maud));
  await expect(maud.getByRole("heading", { level: 1 })).toHaveText("Choose your password");
  await maud.getByLabel("New password").fill("harbour quilt and eleven spoons");
  await maud.getByRole("button", { name: "Set it and sign in" }).click();
  await maud.goto(`${CLINIC}/day`);
  await expect(maud.getByRole("heading", { level: 1 })).toHaveText("Tuesday 24 November");
  // The desk is not the manager.
  expect((await maud.goto(`${CLINIC}/setup/services/new`))?.status()).toBe(403);

  await manager.goto(`${CLINIC}/staff`);
  await manager.getByRole("link", { name: "Maud Ellery" }).click();
  await axe(manager);
  await shoot(manager, "member");
  await manager.locator("main form[action$='/deactivation'] button").click();
  // What she had open ends at once.
  await maud.goto(`${CLINIC}/day`);
  await expect(maud).toHaveURL(/sign-in/);
});

test("the clinic's own page says what a colour does, and what cannot be beside its field", async ({ house }) => {
  const manager = await house.enter("Manager");
  await manager.goto(`${CLINIC}/setup/clinic`);
  const main = manager.locator("main");
  await expect(main).toContainText("Europe/Dublin");
  await expect(main).toContainText("14 Linden Quay, Dublin");
  await main.getByLabel(/^Colour/).fill("sea green");
  await main.getByLabel("Currency").fill("USD");
  await main.locator("button.go").click();
  await expect(manager.getByRole("alert").first()).toBeVisible();
  await expect(main).toContainText("This is no colour.");
  await axe(manager);
  await shoot(manager, "setup-clinic-faults");
  await main.getByLabel(/^Colour/).fill("#f5e6a0");
  await main.locator("button.go").click();
  await expect(main).toContainText("Services have prices in the currency there is now.");
  await expect(main).toContainText("too faint to read, so we keep its hue");
  await shoot(manager, "setup-clinic-colour");
});

test("a week is painted with the pointer, and the times under it are the same", async ({ house }) => {
  const manager = await house.enter("Manager");
  await manager.goto(`${CLINIC}/setup`);
  await axe(manager);
  await shoot(manager, "setup-overview");
  await manager.goto(`${CLINIC}/setup/practitioners`);
  await manager.getByRole("link", { name: "Maeve Corrigan" }).click();
  await manager.getByRole("link", { name: "Weekly hours" }).click();
  const main = manager.locator("main");
  const row = (name: string) => main.locator("[data-week-day]").filter({ has: manager.getByRole("rowheader", { name }) });
  const strips = main.locator(".strip:not(.scale)");
  // Sunday is free: paint from nine to eleven, and the times are written.
  const box = (await strips.nth(6).boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const scale = { first: 7, last: 20 };
  const at = (hour: number) => box.x + ((hour - scale.first) / (scale.last - scale.first)) * box.width + 2;
  const drag = async (from: number, to: number) => {
    await manager.mouse.move(at(from), box.y + 10);
    await manager.mouse.down();
    await manager.mouse.move(at((from + to) / 2), box.y + 10);
    await manager.mouse.move(at(to - 0.25), box.y + 10);
    await manager.mouse.up();
  };
  const times = () => row("Sunday").locator("input[type=time]").evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value).filter(Boolean));
  await drag(9, 11);
  expect(await times()).toEqual(["09:00", "11:00"]);
  // Over what is painted it takes away: a pause in the middle.
  await drag(9.5, 10);
  expect(await times()).toEqual(["09:00", "09:30", "10:00", "11:00"]);
  await drag(13, 14);
  await drag(15, 16);
  await expect(main.getByRole("alert")).toContainText("room for three stretches");
  expect(await times()).toHaveLength(6);
  // What is typed is shown in the strip.
  await row("Saturday").getByLabel("Saturday, From").first().fill("10:00");
  await row("Saturday").getByLabel("Saturday, To").first().fill("12:30");
  await row("Saturday").getByLabel("Saturday, To").first().blur();
  await expect(strips.nth(5)).toContainText("10:00–12:30");
  await axe(manager);
  await shoot(manager, "setup-hours-painted");
});

test("the manager writes what a letter says, sees it as it will read, and is told of a brace that means nothing", async ({ house }) => {
  const manager = await house.enter("Manager");
  await manager.goto(`${CLINIC}/setup/messages`);
  await axe(manager);
  await shoot(manager, "setup-messages", { few: true });
  await manager.getByRole("link", { name: "The day before a visit" }).click();
  const main = manager.locator("main");
  await main.getByLabel("Text, English").fill("See you tomorrow, {name}. It costs {price}.");
  await main.getByRole("button", { name: "Preview" }).click();
  await expect(main.locator("#e-said-en")).toContainText("price");
  await main.getByLabel("Text, English").fill("See you tomorrow, {name}, with {with}. Bring shorts.");
  await main.getByRole("button", { name: "Preview" }).click();
  await expect(main.locator("[data-sample]").first()).toContainText("See you tomorrow, Maria, with");
  await axe(manager);
  await shoot(manager, "setup-message");
});

test("hours saved in one tab are not put back by another that was open before", async ({ house }) => {
  const manager = await house.enter("Manager");
  await manager.goto(`${CLINIC}/setup/practitioners`);
  await manager.getByRole("link", { name: "Tomasz" }).first().click();
  await manager.getByRole("link", { name: "Weekly hours" }).click();
  const other = await manager.context().newPage();
  await other.goto(manager.url());
  const time = (page: typeof manager, day: string) => page.locator("main").getByLabel(`${day}, From`).first();
  const save = (page: typeof manager) => page.locator("main button.go").click();
  await time(manager, "Monday").fill("07:30");
  await save(manager);
  await expect(manager).toHaveURL(/done=saved/);
  await time(other, "Tuesday").fill("07:45");
  await save(other);
  await expect(other.getByRole("alert").first()).toContainText("Somebody saved this page before you.");
  await expect(other.locator(".facts")).toContainText("07:30");
  await expect(time(other, "Tuesday")).toHaveValue("07:45");
  await axe(other);
  await shoot(other, "setup-hours-stale");
});
