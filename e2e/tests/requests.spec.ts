// What somebody asks about their data, from their page to the answer that was sent.
import { CLINIC, DESK, PHONE, axe, expect, shoot, test } from "./help";

test("a correction is agreed to, carried out and answered, and a page with letters that were sent is no wider than the window", async ({ house }) => {
  test.slow();
  const client = await house.enter("Client", PHONE);
  const own = client.locator("main");
  const wanted = `Something longer than a line of a phone, ${Date.now().toString(36)}`;
  await client.goto(`${CLINIC}/me/privacy/ask?kind=correction`);
  await own.getByLabel("What is wrong?").selectOption("other");
  await own.getByLabel("What should it say?").fill(wanted);
  await own.getByRole("button", { name: "Send" }).click();
  await expect(own).toContainText("To be decided");
  // Taking it back asks once more.
  await own.getByText("Take it back", { exact: true }).click();
  await expect(own.getByRole("button", { name: "Yes, take it back" })).toBeVisible();
  await axe(client);
  await shoot(client, "own-request", { rtl: `${new URL(client.url()).pathname}?lang=ar` });
  await client.goto(`${new URL(client.url()).pathname}?lang=en`);

  const officer = await house.enter("Privacy officer", DESK);
  const main = officer.locator("main");
  await expect(officer.getByRole("search")).toHaveCount(0);
  await officer.goto(`${CLINIC}/office/requests`);
  await axe(officer);
  await shoot(officer, "requests", { rtl: `${CLINIC}/office/requests?lang=ar` });
  await officer.goto(`${CLINIC}/office/requests?lang=en`);
  // The newest is due last.
  await main.locator("tbody tr", { hasText: "something else" }).last().getByRole("link").click();
  await expect(main).toContainText(wanted);
  await main.getByRole("button", { name: "Send it" }).click();
  await main.getByRole("button", { name: "Agree" }).click();
  await expect(main).toContainText("Agreed, to be carried out");
  // What is done by hand is said before it counts as done.
  await main.getByRole("button", { name: "Carry it out" }).click();
  await expect(main.locator("[aria-invalid]").first()).toBeVisible();
  await main.getByLabel("What was changed").fill("The line is shorter now.");
  await main.getByLabel("Where", { exact: true }).fill("On the page of details");
  await main.getByRole("button", { name: "Carry it out" }).click();
  await main.getByRole("button", { name: "Send it" }).click();
  await expect(main.getByRole("button", { name: "Send it" })).toHaveCount(0);
  await axe(officer);
  await shoot(officer, "request-sent", { rtl: `${new URL(officer.url()).pathname}?lang=ar` });
});

test("what is restricted from one's own page holds at once", async ({ house }) => {
  const client = await house.enter("Client", PHONE);
  const own = client.locator("main");
  await client.goto(`${CLINIC}/me/privacy/ask?kind=objection`);
  await own.getByLabel("What do you say no to?").selectOption("analytics");
  await own.getByRole("button", { name: "Send" }).click();
  await expect(own).toContainText("It holds since you asked");
  await axe(client);
  await shoot(client, "own-request-holds", { few: true });
  await own.getByRole("link", { name: "See it, or end it" }).click();
  await expect(own).toContainText("Since");
});
