// An incident from a suspicion to a closed one, by whoever works here and whoever answers for data.
import { CLINIC, axe, expect, shoot, test } from "./help";

test("a suspicion is reported, confirmed, assessed and closed once everybody was told", async ({ house }) => {
  const desk = await house.enter("Front desk");
  await desk.goto(`${CLINIC}/incidents/report`);
  await axe(desk);
  await shoot(desk, "incident-report");
  // Nothing said: the form comes back with what is missing.
  await desk.getByRole("textbox", { name: "What happened" }).fill("gone");
  await desk.getByRole("button", { name: "Report a suspicion" }).click();
  await expect(desk.getByRole("alert").first()).toBeVisible();
  await expect(desk.getByRole("textbox", { name: "What happened" })).toHaveValue("gone");
  const said = `The tablet of the second room is gone (${Date.now().toString(36)}).`;
  await desk.getByLabel("What kind").selectOption({ label: "Lost or stolen device" });
  await desk.getByRole("textbox", { name: "What happened" }).fill(said);
  await desk.getByRole("button", { name: "Report a suspicion" }).click();
  await expect(desk.locator("main")).toContainText("has been told");

  const officer = await house.enter("Manager");
  await officer.goto(`${CLINIC}/incidents`);
  await axe(officer);
  await shoot(officer, "incidents", { rtl: `${CLINIC}/incidents?lang=ar` });
  await officer.goto(`${CLINIC}/incidents?lang=en`);
  await officer.locator("tbody a").first().click();
  const main = officer.locator("main");
  await expect(main).toContainText("Suspected");
  await expect(officer.getByRole("textbox", { name: "What happened" })).toHaveValue(said);
  await officer.locator('input[name="categories"][value="identity"]').check();
  await officer.getByRole("button", { name: "Confirm the incident" }).click();
  await expect(main).toContainText("Confirmed");

  await officer.getByLabel("How it is found").selectOption({ label: "Only those I name" });
  await officer.getByRole("button", { name: "Find them" }).click();
  await expect(async () => {
    await officer.reload();
    await expect(main).toContainText("What was decided by hand stays");
  }).toPass({ timeout: 30_000 });

  for (const label of ["What kind of data, and how easily", "Who used it, or to whom", "Whether it was really taken", "What was done about it"]) {
    await officer.getByLabel(label).fill("It was locked, and we closed its session.");
  }
  await officer.getByLabel("The risk to people").selectOption({ label: "A risk" });
  await officer.getByLabel("Why", { exact: true }).first().fill("It says who comes here.");
  await officer.getByRole("button", { name: "Assess it" }).click();
  await expect(main).toContainText("The authority of IE");
  await axe(officer);
  await shoot(officer, "incident");

  // It cannot be closed while the authority is to be told.
  await officer.getByLabel("What was learnt").fill("Tablets are locked away now.");
  await officer.getByRole("button", { name: "Close the incident" }).click();
  await expect(main).toContainText("Something is still to be done");
  await officer.goBack();
  await officer.getByRole("link", { name: /The authority of IE/ }).click();
  await axe(officer);
  await shoot(officer, "incident-paper");
  await officer.getByLabel("Number or name").fill("DPC-2026-17");
  await officer.getByRole("button", { name: "Note it" }).click();
  await expect(main).toContainText("told on");
  // The number was another: it is put right, and what stood there stays in the history.
  await officer.getByRole("link", { name: /The authority of IE/ }).click();
  await officer.locator("summary", { hasText: "Put right what was noted" }).click();
  await officer.getByLabel("Number or name").fill("DPC-2026-71");
  await officer.getByLabel("Why", { exact: true }).fill("Two figures were turned round.");
  await axe(officer);
  await shoot(officer, "incident-right");
  await officer.getByRole("button", { name: "Save" }).click();
  await expect(main).toContainText("DPC-2026-17 →");
  await officer.getByLabel("What was learnt").fill("Tablets are locked away now.");
  await officer.getByRole("button", { name: "Close the incident" }).click();
  await expect(main).toContainText("Tablets are locked away now.");
  await officer.getByRole("link", { name: "See all" }).click();
  await axe(officer);
  await shoot(officer, "incident-persons");
});

test("whom no letter reaches is told by a public notice that another publishes", async ({ house }) => {
  test.setTimeout(240_000);
  const mark = [...Math.random().toString(36).slice(2, 8)].map((c) => String.fromCharCode(97 + (c.charCodeAt(0) % 26))).join("");
  const desk = await house.enter("Front desk");
  await desk.goto(`${CLINIC}/clients/new`);
  await desk.getByLabel("Given name").fill("Ansgar");
  await desk.getByLabel("Family name").fill(`Quiet${mark}`);
  await desk.getByRole("button", { name: "Save" }).click();
  await expect(desk.locator(".toast")).toContainText("Added.");
  const client = new URL(desk.url()).pathname.split("/").pop() ?? "";
  await desk.goto(`${CLINIC}/incidents/report`);
  await desk.getByLabel("What kind").selectOption({ label: "Something else" });
  await desk.getByRole("textbox", { name: "What happened" }).fill(`A box of cards was left behind (${mark}).`);
  await desk.getByRole("button", { name: "Report a suspicion" }).click();

  const officer = await house.enter("Manager");
  await officer.goto(`${CLINIC}/incidents`);
  await officer.locator("tbody a").first().click();
  const main = officer.locator("main");
  await expect(officer.getByRole("textbox", { name: "What happened" })).toHaveValue(new RegExp(mark));
  const page = new URL(officer.url()).pathname;
  await officer.getByRole("button", { name: "Confirm the incident" }).click();
  await officer.getByLabel("How it is found").selectOption({ label: "Only those I name" });
  await officer.getByRole("button", { name: "Find them" }).click();
  await expect(async () => {
    await officer.reload();
    await expect(main).toContainText("What was decided by hand stays");
  }).toPass({ timeout: 30_000 });
  await officer.getByRole("link", { name: "See all" }).click();
  await officer.getByLabel("The client").fill(client);
  await officer.getByLabel("Why", { exact: true }).fill("Their card was in that box.");
  await officer.getByRole("button", { name: "Save" }).click();
  await officer.goto(page);
  for (const label of ["What kind of data, and how easily", "Who used it, or to whom", "Whether it was really taken", "What was done about it"]) {
    await officer.getByLabel(label).fill("Cards with names and days of visits.");
  }
  await officer.getByLabel("The risk to people").selectOption({ label: "A high risk" });
  await officer.getByLabel("Why", { exact: true }).first().fill("It says who comes here.");
  await officer.getByRole("button", { name: "Assess it" }).click();
  // What only they know is filled in, in each language: of the letter here, of the notice below.
  const fill = async (section: string): Promise<void> => {
    for (const [language, says] of [["en", "A box of cards was lost. Call us."], ["ar", "فُقد صندوق من البطاقات. اتصل بنا."]] as const) {
      const form = officer.locator(`form[action$="/${section}/${language}"]`);
      if (!(await form.isVisible())) await officer.locator("details.fold", { has: form }).locator("summary").click();
      await form.locator("textarea").fill(says);
      await form.getByRole("button", { name: "Save" }).click();
    }
  };
  await fill("letters");
  await officer.getByRole("button", { name: "Send the letters" }).click();
  const unreached = officer.getByRole("region", { name: "Whom no letter reaches" });
  await expect(async () => {
    await officer.goto(page);
    await expect(unreached).toContainText("Nobody knows an address of: 1");
  }).toPass({ timeout: 30_000 });
  await axe(officer);
  await shoot(officer, "incident-unreached", { rtl: `${page}?lang=ar` });
  await officer.goto(`${page}?lang=en`);
  await fill("notice");
  await expect(unreached).toContainText("does not publish it alone");

  const other = await house.enter("Privacy officer");
  await other.goto(`${page}?lang=en`);
  await other.getByLabel("Number to call").fill("1800 555 019");
  // Unread, it comes back with what was typed.
  await other.getByRole("button", { name: "Publish the notice" }).click();
  await expect(other.getByLabel("Number to call")).toHaveValue("1800 555 019");
  await expect(other.getByRole("region", { name: "Whom no letter reaches" })).toContainText("it must name nobody");
  await other.getByLabel("I read it in every language").check();
  await other.getByRole("button", { name: "Publish the notice" }).click();
  await expect(other.locator("main")).toContainText("Everybody is told");

  const visitor = await house.someone();
  await visitor.goto(CLINIC);
  await axe(visitor);
  await shoot(visitor, "home-posted", { rtl: `${CLINIC}?lang=ar` });
  await visitor.goto(`${CLINIC}?lang=en`);
  await visitor.getByRole("link", { name: "Read whether it concerns you" }).last().click();
  await expect(visitor.locator("main")).toContainText("A box of cards was lost.");
  await expect(visitor.locator("main")).not.toContainText(mark);
  await axe(visitor);
  await shoot(visitor, "incident-notice", { rtl: `${new URL(visitor.url()).pathname}?lang=ar` });
  // Taken down, so that no other test meets it.
  await other.locator("summary", { hasText: "Take the notice down" }).click();
  await other.locator('form[action$="/withdrawal"] textarea').fill("It was written for this trial.");
  await other.locator('form[action$="/withdrawal"]').getByRole("button").click();
  await expect(other.locator("main")).toContainText("was taken down on");
  await visitor.goto(`${CLINIC}?lang=en`);
  await expect(visitor.locator("main")).not.toContainText("concerns you");
});
