// Whoever has an account books: known, not asked again, with and without script, in both directions.
import { CLINIC, PHONE, axe, axeOfLayout, expect, shoot, test } from "./help";
import { chooseTime, goOn } from "./booking";
import { day } from "./when";

test("a client who is signed in books for themselves and for a child, and finds both on their page", async ({ house }) => {
  const client = await house.enter("Client", PHONE);
  const h1 = client.getByRole("heading", { level: 1 });
  await chooseTime(client, "review", day(9));
  await goOn(client);
  await expect(h1).toHaveText("Who is coming?");
  await test.step("nothing is typed again", async () => {
    const facts = client.locator("fieldset .facts");
    await expect(facts).toContainText("@example.org");
    await expect(client.getByLabel("First name")).toBeHidden(); // that of somebody new
    await expect(client.getByRole("textbox", { name: "Email" })).toHaveCount(0);
    await axe(client);
    await shoot(client, "about-own", { rtl: `${client.url()}&lang=ar` });
    await client.goto(`${client.url().replace("&lang=ar", "")}&lang=en`);
  });
  const name = (await client.locator("fieldset .facts dd").first().innerText()).trim();
  await goOn(client);
  await expect(h1).toHaveText("Is all of this right?");
  await expect(client.locator(".sum")).toContainText(name);
  await goOn(client);
  await expect(client).toHaveURL(/\?done=1$/);

  await chooseTime(client, "review", day(10));
  await goOn(client);
  await client.getByRole("radio", { name: /For someone new/ }).check();
  const someone = client.getByRole("group", { name: /Someone new/ });
  await someone.getByLabel("First name").fill("Wilhelmina");
  await someone.getByLabel("Family name").fill("Ashgrove");
  await someone.getByLabel("Date of birth").fill("2017-04-05");
  await shoot(client, "about-own-new", { few: true });
  await goOn(client);
  await expect(client.locator(".sum")).toContainText("Wilhelmina Ashgrove");
  await axeOfLayout(client, "light");
  await goOn(client);
  await expect(h1).toHaveText("See you soon.");

  // The next time she is one of those to choose from.
  await chooseTime(client, "video", day(11));
  await goOn(client);
  await expect(client.getByRole("radio", { name: /For Wilhelmina Ashgrove/ })).toBeVisible();
  await axe(client);
  await shoot(client, "about-own-ward", { rtl: `${client.url()}&lang=ar` });

  await client.goto(`${CLINIC}/me/visits?lang=en`);
  await expect(client.getByRole("main")).toContainText("For Wilhelmina");
  await client.goto(`${CLINIC}/me`);
  await axe(client);
  await shoot(client, "me-visits", { rtl: `${CLINIC}/me?lang=ar` });
});

test("without script, in Arabic, a client who is signed in books in the same steps", async ({ house }) => {
  const client = await house.enter("Client", { ...PHONE, javaScriptEnabled: false });
  await client.goto(`${CLINIC}/book/review?day=${day(12)}`);
  await client.getByRole("link", { name: "العربية" }).click();
  await client.locator(".slot input").first().check();
  await goOn(client);
  await expect(client.locator("html")).toHaveAttribute("dir", "rtl");
  await expect(client.locator("fieldset .facts")).toContainText("@example.org");
  await goOn(client);
  await expect(client.locator(".sum")).toContainText("@example.org");
  await goOn(client);
  await expect(client).toHaveURL(/\?done=1$/);
  const id = /visit\/(apt_\w+)\//.exec(client.url())?.[1];
  await client.goto(`${CLINIC}/me/visits`);
  await expect(client.locator(`a[href="${CLINIC}/me/visits/${id}"]`).first()).toBeVisible();
});

test("whoever has an account is led to it and back to the time they chose", async ({ house }) => {
  const visitor = await house.someone(PHONE);
  await chooseTime(visitor, "review", day(13));
  await goOn(visitor);
  const chosen = new URL(visitor.url()).searchParams.get("slot") ?? "";
  await visitor.getByRole("link", { name: "Sign in, and we fill this in" }).click();
  await expect(visitor.getByRole("heading", { level: 1 })).toContainText("Sign in");
  expect(new URL(visitor.url()).searchParams.get("next")).toBe(`${CLINIC}/book/review/details?slot=${chosen}`);
});
