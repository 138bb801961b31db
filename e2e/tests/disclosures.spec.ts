// What is given to somebody outside care: written down at the desk, read by the client, hidden where an order asks so.
import { CLINIC, DESK, PHONE, axe, expect, shoot, test } from "./help";

test("what was given is written down, and the client reads it", async ({ house }) => {
  const officer = await house.enter("Manager", DESK);
  await officer.goto(`${CLINIC}/office/disclosures`);
  await expect(officer.getByRole("heading", { level: 1 })).toHaveText("Given out");
  await expect(officer.locator("main")).toContainText("Not told to the person until");
  await axe(officer);
  await shoot(officer, "disclosures-register", { rtl: `${CLINIC}/office/disclosures?lang=ar` });
  await officer.goto(`${CLINIC}/office/disclosures?lang=en`);

  // From the register to that person's record; a form without its words comes back with the faults beside the fields.
  await officer.locator(".list a").first().click();
  const form = officer.locator("form.form");
  await form.getByLabel("To whom").fill("Aunt Brid of Nowhere");
  await officer.getByRole("button", { name: "Write it down" }).click();
  await expect(officer.locator("#e-purpose")).toBeVisible();
  await expect(form.getByLabel("To whom")).toHaveValue("Aunt Brid of Nowhere");
  await form.getByLabel("Occasion").selectOption("named");
  await form.getByLabel("What for").fill("They asked us to tell her how it goes");
  await form.getByLabel("On what ground").fill("What they signed at the desk");
  await form.getByLabel("How to reach somebody").check();
  await form.getByLabel("How", { exact: true }).selectOption("hand");
  await axe(officer);
  await shoot(officer, "disclosures-record", { few: true });
  await officer.getByRole("button", { name: "Write it down" }).click();
  await expect(officer.locator("main")).toContainText("Aunt Brid of Nowhere");
  await officer.goto(`${CLINIC}/office/disclosures/several`);
  await axe(officer);
  await shoot(officer, "disclosures-several", { few: true });

  const client = await house.enter("Client", PHONE);
  await client.goto(`${CLINIC}/me/privacy`);
  await client.getByRole("link", { name: "See to whom" }).click();
  await expect(client.locator("main")).toContainText("Harbour Health Board");
  await expect(client.locator("main")).not.toContainText("District Court");
  await axe(client);
  await shoot(client, "disclosures-own", { rtl: `${CLINIC}/me/privacy/disclosures?lang=ar` });
});
