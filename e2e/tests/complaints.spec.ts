// A complaint from a stranger's form to its end, and the pages of whoever answers it.
import { CLINIC, DESK, PHONE, axe, axeOfLayout, expect, shoot, test } from "./help";

test("somebody complains without an account, is asked, answered, and told how it is settled", async ({ house }) => {
  test.slow();
  const visitor = await house.someone(PHONE);
  await visitor.goto(`${CLINIC}/privacy/complaint`);
  const form = visitor.locator("main");
  await axe(visitor);
  await shoot(visitor, "complaint", { rtl: `${CLINIC}/privacy/complaint?lang=ar` });
  await visitor.goto(`${CLINIC}/privacy/complaint?lang=en`);
  // Nothing said: the form comes back with what is missing beside its field.
  await form.getByRole("button", { name: "Send it" }).click();
  await expect(visitor.getByRole("alert").first()).toBeVisible();
  await shoot(visitor, "complaint-faults", { few: true });
  const said = `A letter of mine lay on the counter, ${Date.now().toString(36)}.`;
  await form.getByLabel("What happened?").fill(said);
  await form.getByLabel(/^A document/).setInputFiles({ name: "counter.txt", mimeType: "text/plain", buffer: Buffer.from("At noon.") });
  await form.getByRole("button", { name: "Send it" }).click();
  await expect(form).toContainText("Your code");
  await axe(visitor);
  await shoot(visitor, "complaint-made", { few: true });
  await form.getByRole("link", { name: "See how it stands" }).click();
  await expect(form).toContainText(said);
  const here = visitor.url();

  const officer = await house.enter("Manager", DESK);
  const main = officer.locator("main");
  await officer.goto(`${CLINIC}/office`);
  await axe(officer);
  await shoot(officer, "office-complaints", { few: true });
  await officer.goto(`${CLINIC}/office/complaints`);
  await axe(officer);
  await shoot(officer, "complaints", { rtl: `${CLINIC}/office/complaints?lang=ar` });
  await officer.goto(`${CLINIC}/office/complaints?lang=en`);
  // The newest is due last.
  await main.locator(".list a").last().click();
  await expect(main).toContainText(said);
  await main.getByRole("button", { name: "Draft the answer" }).click();
  await main.getByLabel("Text").last().fill("We have moved the counter. [[link]]");
  await axe(officer);
  await shoot(officer, "complaint-answer", { rtl: `${new URL(officer.url()).pathname}?lang=ar` });
  await officer.goto(`${new URL(officer.url()).pathname}?lang=en`);
  await main.getByLabel("Text").last().fill("We have moved the counter. [[link]]");
  await main.getByRole("button", { name: "Send it" }).click();
  await main.getByLabel("How is it settled?").selectOption("upheld");
  await main.getByLabel("Why, for whoever complains").fill("Nothing lies on the counter any more.");
  await main.getByRole("button", { name: "Draft the letter" }).click();
  await main.getByRole("button", { name: "Send it" }).click();
  await expect(main).toContainText("It is settled.");

  await visitor.goto(here);
  await expect(form).toContainText("Nothing lies on the counter any more.");
  await axe(visitor);
  await axeOfLayout(visitor, "dark");
  await shoot(visitor, "complaint-settled", { rtl: `${new URL(here).pathname}?lang=ar` });

  await officer.goto(`${CLINIC}/office/complaints/figures`);
  await axe(officer);
  await shoot(officer, "complaint-figures", { rtl: `${CLINIC}/office/complaints/figures?lang=ar` });
  await officer.goto(`${CLINIC}/office/calendar?lang=en`);
  await axe(officer);
  await shoot(officer, "working-days", { rtl: `${CLINIC}/office/calendar?lang=ar` });
  await officer.goto(`${CLINIC}/office/calendar?lang=en`);

  const client = await house.enter("Client", PHONE);
  await client.goto(`${CLINIC}/me/privacy/complaints`);
  await axe(client);
  await shoot(client, "own-complaints", { few: true });
});
