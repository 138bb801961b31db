// What goes otherwise: no script, a child, faults, a time that is gone, a visitor in another zone.
import { CLINIC, PHONE, axe, expect, shoot, test } from "./help";
import { book, chooseTime, goOn, letterLink, openLetter, somebody, tell } from "./booking";
import { day } from "./when";

test("without script a visitor books, moves and cancels, and the desk marks who came", async ({ house }) => {
  const plain = { javaScriptEnabled: false };
  const visitor = await house.someone({ ...PHONE, ...plain });
  const ines = somebody("Ines", "Okafor");
  await visitor.goto(CLINIC);
  await visitor.getByRole("link", { name: "Review" }).click();
  // Another person and another day take a button instead of happening at once.
  await visitor.getByRole("radio", { name: /Tomasz Wilk/ }).check();
  await visitor.locator(`.day input[value="${day(3)}"]`).check();
  await visitor.getByRole("button", { name: "Show the times" }).click();
  await expect(visitor.locator("#chosen-day")).toHaveText("Friday 27 November");
  await expect(visitor.getByRole("radio", { name: /^Tomasz Wilk/ })).toBeChecked();
  // Going on without a time comes back and says so.
  await goOn(visitor);
  await expect(visitor.locator("#e-slot")).toHaveText("Please choose a time.");
  const slot = visitor.locator(".slot").first();
  await slot.locator("input").check();
  await goOn(visitor);
  // Without script the child's fields are there for whoever needs them, and mean nothing to others.
  await expect(visitor.getByLabel("Date of birth")).toBeVisible();
  await tell(visitor, ines);
  await goOn(visitor);
  await expect(visitor.locator(".sum")).toContainText("Ines Okafor");
  await goOn(visitor);
  await expect(visitor.getByRole("heading", { level: 1 })).toHaveText("See you soon.");

  await openLetter(visitor, ines.email, "Your visit on Fri 27 Nov");
  const link = await letterLink(visitor);
  await visitor.goto(link);
  // A reminder is refused on the visit's page, and wanted again.
  const remind = visitor.getByRole("checkbox", { name: /Remind me the day before/ });
  await expect(remind).toBeChecked();
  await remind.uncheck();
  await visitor.getByRole("button", { name: "Save" }).click();
  await expect(visitor.locator(".toast")).toContainText("We send you no reminder.");
  await expect(remind).not.toBeChecked();
  await visitor.goto(`${link}/change?day=${day(3)}`);
  // With a time chosen, the times of another day can still be shown.
  await visitor.locator(".slot input").first().check();
  await visitor.locator(`.day input[value="${day(4)}"]`).check();
  await visitor.getByRole("button", { name: "Show the times" }).click();
  await expect(visitor.locator("#chosen-day")).toHaveText("Saturday 28 November");
  await visitor.goto(`${link}/change?day=${day(7)}`);
  await visitor.locator(".slot input").last().check();
  await visitor.getByRole("button", { name: "Move here" }).click();
  await expect(visitor.locator(".next")).toContainText("Tuesday 1 December");

  const desk = await house.enter("Front desk", { viewport: { width: 1440, height: 900 }, ...plain });
  await desk.goto(`${CLINIC}/day?date=${day(7)}`);
  await desk.locator("a.at", { hasText: "Ines Okafor" }).click();
  await desk.locator(".chosen").getByRole("button", { name: "Confirm" }).click();
  await expect(desk.locator(".chosen .pill")).toContainText("Confirmed");
  await desk.goto(`${CLINIC}/day?date=${day()}`);
  await desk.locator("a.at.booked").last().click();
  await desk.locator(".chosen").getByRole("button", { name: "Arrived" }).click();
  await expect(desk.locator(".chosen .pill")).toContainText("Arrived");
  await desk.locator(".chosen").getByRole("button", { name: "Undo" }).click();
  await expect(desk.locator(".chosen .pill")).not.toContainText("Arrived");

  await visitor.goto(link);
  await visitor.getByRole("link", { name: "Cancel", exact: true }).click();
  await expect(visitor.getByRole("heading", { level: 1 })).toHaveText("Cancel this visit?");
  await visitor.getByRole("button", { name: "Cancel visit" }).click();
  await expect(visitor.locator(".next .pill")).toContainText("Cancelled");
});

test("a parent books for a child, and the desk sees who comes and who booked", async ({ house }) => {
  const anna = somebody("Anna", "Strand");
  const visitor = await house.someone(PHONE);
  await chooseTime(visitor, "review", day(10));
  await goOn(visitor);
  await expect(visitor.getByLabel("Date of birth")).toBeHidden();
  await visitor.getByRole("radio", { name: /For my child/ }).check();
  const child = visitor.getByRole("group", { name: /Your child/ });
  await child.getByLabel("First name").fill("Callum");
  await child.getByLabel("Family name").fill("Strand");
  await child.getByLabel("Date of birth").fill("2018-03-09");
  await tell(visitor, anna);
  await axe(visitor);
  await shoot(visitor, "about-child");
  await goOn(visitor);
  await expect(visitor.locator(".sum")).toContainText("Callum Strand");
  await expect(visitor.locator(".sum")).toContainText("Anna Strand");
  await goOn(visitor);
  await expect(visitor.getByRole("heading", { level: 1 })).toHaveText("See you soon.");
  // The letter goes to the parent.
  await openLetter(visitor, anna.email, "Your visit on Fri 4 Dec");
  await expect(visitor.locator("article")).toContainText("Callum");

  const desk = await house.enter("Front desk");
  await desk.goto(`${CLINIC}/day?date=${day(10)}`);
  await desk.locator("a.at", { hasText: "Callum Strand" }).click();
  await expect(desk.locator(".chosen")).toContainText("Anna Strand");
});

test("a fault stands beside its field, and what was written stays", async ({ house }) => {
  const visitor = await house.someone(PHONE);
  await chooseTime(visitor, "review", day(11));
  await goOn(visitor);
  await visitor.getByLabel("First name").last().fill("Rafe");
  await visitor.getByLabel("Family name").last().fill("Underhill");
  await visitor.getByRole("textbox", { name: "Email" }).fill("rafe@");
  await visitor.getByLabel(/^Phone/).fill("12");
  await visitor.getByLabel("What should we know").fill("A chair with arms, please.");
  await goOn(visitor);

  await expect(visitor.getByRole("heading", { level: 1 })).toHaveText("Who is coming?");
  await expect(visitor.getByRole("alert")).toContainText("3 answers need another look");
  for (const field of ["email", "phone", "of_age"]) {
    const input = visitor.locator(`[name=${field}]`);
    await expect(input).toHaveAttribute("aria-invalid", "true");
    // The words that say why are tied to the field, so that a screen reader reads them with it.
    const said = (await input.getAttribute("aria-describedby"))?.split(" ")[0] ?? "";
    await expect(visitor.locator(`#${said}`)).toBeVisible();
    await expect(visitor.locator(`#${said}`)).not.toBeEmpty();
  }
  await expect(visitor.locator("#e-of_age")).toContainText("ask a parent");
  await expect(visitor.locator("[name=email]")).toBeFocused();
  await expect(visitor.getByLabel("First name").last()).toHaveValue("Rafe");
  await expect(visitor.getByRole("textbox", { name: "Email" })).toHaveValue("rafe@");
  await expect(visitor.getByLabel(/^Phone/)).toHaveValue("12");
  await expect(visitor.getByLabel("What should we know")).toHaveValue("A chair with arms, please.");
  await expect(visitor.getByLabel(/or older/)).not.toBeChecked();
  await axe(visitor);
  await shoot(visitor, "about-faults");

  await visitor.getByRole("textbox", { name: "Email" }).fill("rafe@example.org");
  await visitor.getByLabel(/^Phone/).fill("");
  await visitor.getByLabel(/or older/).check();
  await goOn(visitor);
  await expect(visitor.locator(".sum")).toContainText("A chair with arms, please.");
  // Back to the form once more: everything is still there.
  await visitor.getByRole("button", { name: "Change what you wrote" }).click();
  await expect(visitor.getByLabel("First name").last()).toHaveValue("Rafe");
  await expect(visitor.getByLabel(/or older/)).toBeChecked();
});

test("of two who take the same time one has it, and the other is shown the next free times", async ({ house }) => {
  const [one, two] = [await house.someone(PHONE), await house.someone(PHONE)];
  const [bea, kit] = [somebody("Bea", "Nordahl"), somebody("Kit", "Albrecht")];
  const who = new Map([[one, bea], [two, kit]]);
  for (const [page, person] of who) {
    // Everyone's first time of that day is the same.
    await chooseTime(page, "fall-check", day(2), "last");
    await goOn(page);
    await tell(page, person);
    await goOn(page);
    await expect(page.locator(".sum")).toBeVisible();
  }
  await Promise.all([goOn(one), goOn(two)]);
  await Promise.all([one, two].map((page) => expect(page.getByRole("heading", { level: 1 })).toHaveText(/See you soon|Choose a time/)));
  const had = [one, two].filter((page) => page.url().endsWith("?done=1"));
  expect(had).toHaveLength(1);
  const late = had[0] === one ? two : one;
  const person = who.get(late) ?? kit;
  await expect(late.getByRole("alert")).toContainText("has just gone to someone else");
  await expect(late.getByRole("alert")).toContainText("Nothing was booked");
  await axe(late);
  await shoot(late, "taken");
  await late.getByRole("alert").getByRole("button").first().click();
  // Nothing has to be written again.
  await expect(late.locator(".sum")).toContainText(`${person.given} ${person.family}`);
  await goOn(late);
  await expect(late.getByRole("heading", { level: 1 })).toHaveText("See you soon.");
});

test("a form sent twice books once", async ({ house }) => {
  const visitor = await house.someone(PHONE);
  const twice = somebody("Wilma", "Oakeshott");
  await chooseTime(visitor, "video", day(13));
  await goOn(visitor);
  await tell(visitor, twice);
  await goOn(visitor);
  const form = visitor.locator("form.book");
  const fields = await form.evaluate((form: HTMLFormElement) => new URLSearchParams([...new FormData(form)].map(([k, v]) => [k, String(v)])).toString());
  const action = (await form.getAttribute("action")) ?? "";
  const send = () => visitor.request.post(action, { data: fields, headers: { "content-type": "application/x-www-form-urlencoded", origin: new URL(visitor.url()).origin }, maxRedirects: 0 });
  const answers = await Promise.all([send(), send()]);
  const places = answers.map((answer) => answer.headers()["location"]);
  expect(places[0]).toContain("/visit/");
  expect(places[1]).toBe(places[0]);
});

test("a request for approval is asked for, shown at the desk and answered", async ({ house }) => {
  const visitor = await house.someone(PHONE);
  const tilda = somebody("Tilda", "Marsh");
  const desk = await house.enter("Front desk");
  await chooseTime(visitor, "home", day(5), "last");
  await goOn(visitor);
  await tell(visitor, tilda);
  await goOn(visitor);
  await expect(visitor.locator("#e-note")).toContainText("Write where we come to");
  await axe(visitor);
  await shoot(visitor, "book-home");
  await visitor.getByLabel("Street, town, and how to get in").fill("9 Orchard Terrace, Dublin");
  await goOn(visitor);
  await visitor.getByRole("button", { name: "Ask for this visit" }).click();
  await expect(visitor.getByRole("heading", { level: 1 })).toHaveText("We have your request");
  await shoot(visitor, "asked");
  const asks = desk.locator("section[aria-labelledby=asks]");
  await expect(asks).toContainText("Tilda Marsh");
  await shoot(desk, "day-asks");
  await asks.getByRole("link", { name: "Tilda Marsh" }).click();
  await desk.locator(".chosen").getByRole("button", { name: "Say yes" }).click();
  await expect(desk.locator(".chosen .pill")).not.toContainText("Waits");
  await openLetter(visitor, tilda.email, "Yes to your visit");
});

test("a visitor elsewhere is told whose time it is, and may read it in their own", async ({ house }) => {
  const away = await house.someone({ ...PHONE, timezoneId: "Asia/Tokyo" });
  await away.goto(`${CLINIC}/book/review?day=${day(2)}`);
  const note = away.locator(".zone");
  await expect(note).toContainText("Times are clinic time, Dublin (GMT).");
  await expect(note).toContainText("Your device is on Japan");
  const first = away.locator(".slot time").first();
  const here = (await first.innerText()).trim();
  await axe(away);
  await shoot(away, "times-away");
  await note.getByRole("button", { name: "Show my time" }).click();
  const hours = (Number(here.slice(0, 2)) + 9) % 24;
  await expect(first).toHaveText(`${String(hours).padStart(2, "0")}${here.slice(2)}`);
  await expect(note).toContainText("Times are by your device’s clock, Japan");
  await expect(note.locator("[data-zone-theirs]")).toBeHidden();
  // A part of the day is that of the clinic, and says so.
  await expect(away.locator(".periods legend").first()).toHaveText(/^\s*Morning at the clinic/);
  // From nine hours before midnight on it is another day there, which stands beside the time.
  const last = away.locator(".slot").last();
  await expect(away.locator(".slot").first().locator("[data-at-day]")).toBeHidden();
  await expect(last.locator("[data-at-day]")).toHaveText("Fri 27 Nov");
  await last.locator("input").check();
  const chosen = (await last.locator("time").innerText()).trim();
  await expect(away.locator("[data-chosen] b")).toHaveText(`Fri 27 Nov, ${chosen}`);
  await axe(away);
  await shoot(away, "times-away-own", { rtl: `${away.url()}&lang=ar` });
  await away.goto(`${CLINIC}/book/review?day=${day(2)}&lang=en`);
  await note.getByRole("button", { name: "Show my time" }).click();
  // It holds when another day is brought in, and goes back.
  await away.locator(`.day input[value="${day(3)}"]`).check();
  await expect(away.locator("#chosen-day")).toContainText("27");
  await note.getByRole("button", { name: "Show clinic time" }).click();
  await expect(away.locator(".slot time").first()).toHaveText(/^(08|09|1\d):/);

  // Behind the choice every page that names the time says whose it is, and when that is for them.
  const rune = somebody("Rune");
  const { link } = await book(away, "review", day(13), rune, "last");
  const whose = /Times are clinic time, Dublin \(GMT\)\. For you that is Tue 8 Dec, \d\d:\d\d\./;
  await expect(away.locator(".zone")).toHaveText(whose);
  await away.goto(link);
  await expect(away.locator(".zone")).toHaveText(whose);
  await axe(away);
  await shoot(away, "visit-away", { rtl: `${link}?lang=ar` });
  await away.goto(`${link}?lang=en`);
  await away.getByRole("link", { name: "Move" }).click();
  await expect(away.locator(".zone")).toHaveCount(1);
  await chooseTime(away, "review", day(13), "last");
  await goOn(away);
  await expect(away.locator(".zone")).toHaveText(whose);
  await shoot(away, "about-away", { few: true });
  await tell(away, rune);
  await goOn(away);
  await expect(away.locator(".zone")).toHaveText(whose);
  await axe(away);

  const near = await house.someone(PHONE);
  await near.goto(`${CLINIC}/book/review?day=${day(2)}`);
  await expect(near.locator(".zone")).toContainText("Times are clinic time");
  await expect(near.getByRole("button", { name: "Show my time" })).toBeHidden();
  await near.locator(".slot input").first().check();
  await goOn(near);
  await expect(near.locator(".zone")).toBeHidden();
  // Without script nobody can be asked for their clock, so it is always said.
  const plain = await house.someone({ ...PHONE, javaScriptEnabled: false });
  await plain.goto(near.url());
  await expect(plain.locator(".zone:visible")).toHaveText("Times are clinic time, Dublin (GMT).");
});
