// The demo's Google is edited on the stand-in's own page, and Keepwell follows.
import type { Page } from "@playwright/test";
import { CLINIC, address, axe, expect, shoot, test } from "./help";
import { letterLink, openLetter } from "./booking";

/** Asks for a look, and waits until its end stands first in the list. The program begins one within twenty seconds. */
async function follow(manager: Page, outcome: RegExp): Promise<void> {
  await manager.goto(`${CLINIC}/directory/google`);
  const before = await manager.locator("tbody tr").count();
  await manager.getByRole("button", { name: "Look and follow" }).click();
  await expect(async () => {
    await manager.goto(`${CLINIC}/directory/google`);
    await expect(manager.locator("main")).not.toContainText("A look was asked for");
    expect(await manager.locator("tbody tr").count()).toBeGreaterThan(before);
  }).toPass({ timeout: 60_000 });
  await expect(manager.locator("tbody tr").first()).toContainText(outcome);
}

test("who is added, renamed and suspended in the demo's Google is followed here, and answers that go wrong change nobody", async ({ house }) => {
  test.setTimeout(240_000);
  const manager = await house.enter("Manager");
  // The first look is made when the demo begins.
  await expect(async () => {
    await manager.goto(`${CLINIC}/directory/google`);
    await expect(manager.getByRole("link", { name: /Edit their directory/ })).toBeVisible();
    await expect(manager.locator("tbody tr").first()).toContainText("Followed");
  }).toPass({ timeout: 30_000 });
  const google = await manager.getByRole("link", { name: /Edit their directory/ }).getAttribute("href");
  const there = await house.someone({ viewport: { width: 1440, height: 900 }, baseURL: new URL(google ?? "").origin });
  await there.goto("/");
  await expect(there.locator("main")).toContainText("Nothing here is Google");
  await axe(there);
  await shoot(there, "standin");
  await manager.goto(`${CLINIC}/staff`);
  await expect(manager.locator("main")).toContainText("Orla Whitcombe");

  // Nothing filled in: the form comes back with what is missing.
  const main = there.locator("main");
  await there.getByRole("link", { name: "Add a person" }).click();
  await main.locator("button.go").click();
  await expect(there.getByRole("alert").first()).toBeVisible();
  await axe(there);
  await shoot(there, "standin-faults", { few: true });
  const email = `sorcha.${Date.now().toString(36)}@linden-quay.example`;
  await main.getByLabel("First name").fill("Sorcha");
  await main.getByLabel("Last name").fill("Velde");
  await main.getByLabel("Address").fill(email);
  await main.getByLabel("Reception").check();
  await main.locator("button.go").click();
  await expect(main).toContainText("Sorcha Velde");

  await follow(manager, /Followed.*1 person joins/);
  await manager.goto(`${CLINIC}/staff`);
  await expect(manager.locator("main")).toContainText("Sorcha Velde");
  // The group gives the desk, so she was written to, and works there.
  const sorcha = await house.someone();
  await openLetter(sorcha, email, /./);
  await sorcha.goto(await letterLink(sorcha));
  await sorcha.getByLabel("New password").fill("harbour quilt and eleven spoons");
  await sorcha.getByRole("button", { name: "Set it and sign in" }).click();
  await sorcha.goto(`${CLINIC}/day`);
  await expect(sorcha.getByRole("heading", { level: 1 })).toHaveText("Tuesday 24 November");

  // An answer that breaks off half-way says nothing of anybody, whatever else is new there.
  await there.getByRole("link", { name: "Sorcha Velde" }).click();
  await main.getByLabel("Last name").fill("Velde Moran");
  await main.getByLabel("State").selectOption("suspended");
  await main.locator("button.go").click();
  await main.getByLabel("With its answers").selectOption("page");
  await main.getByRole("button", { name: "Let it" }).click();
  await expect(main).toContainText("Its answers go wrong just now.");
  await follow(manager, /Not read.*An answer could not be read/);
  await sorcha.goto(`${CLINIC}/day`);
  await expect(sorcha.getByRole("heading", { level: 1 })).toHaveText("Tuesday 24 November");

  await main.getByLabel("With its answers").selectOption("none");
  await main.getByRole("button", { name: "Let it" }).click();
  await follow(manager, /Followed.*1 person is shut out/);
  await shoot(manager, "directory-google");
  // What she had open ends at once.
  await sorcha.goto(`${CLINIC}/day`);
  await expect(sorcha).toHaveURL(/sign-in/);
  await manager.goto(`${CLINIC}/staff`);
  await expect(manager.locator("main")).toContainText("Sorcha Velde Moran");

  // Deleted there, she is erased here after the days of grace, unless the manager keeps her.
  await there.getByRole("link", { name: "Sorcha Velde Moran" }).click();
  await main.getByLabel("State").selectOption("deleted");
  await main.locator("button.go").click();
  await follow(manager, /Followed.*1 person leaves/);
  await manager.goto(`${CLINIC}/directory`);
  const left = manager.getByRole("region", { name: "Who left", exact: true });
  await expect(left).toContainText("will be erased on 14 December");
  await axe(manager);
  await left.getByRole("button", { name: "Keep, Sorcha Velde Moran" }).click();
  await expect(left).toContainText("; kept");
  await expect(left).toContainText("somebody who left is kept, by Edda Marsh");
  await shoot(manager, "directory-left");
});

test("an administrator consents in their browser instead of a key, and taking it back changes nobody", async ({ house, browser }) => {
  test.setTimeout(240_000);
  // The way leads to the stand-in and back, so this browser is watched for nothing else.
  const context = await browser.newContext({ baseURL: address(), locale: "en-IE", timezoneId: "Europe/Dublin", viewport: { width: 1440, height: 900 } });
  const manager = await context.newPage();
  await manager.goto("/");
  await manager.getByRole("button", { name: "Enter as Manager" }).click();
  await manager.waitForURL(/\/day/);
  await manager.goto(`${CLINIC}/directory/google`);
  const section = manager.getByRole("region", { name: "Or an administrator consents" });
  await section.getByRole("button", { name: "Begin" }).click();
  await expect(manager.getByRole("alert").first()).toBeVisible();
  await axe(manager);
  const google = await manager.getByRole("link", { name: /Edit their directory/ }).getAttribute("href");
  const there = await house.someone({ viewport: { width: 1440, height: 900 }, baseURL: new URL(google ?? "").origin });
  await there.goto("/");
  const client = there.getByRole("region", { name: "An administrator's consent" }).locator("dd");
  await section.getByLabel("Client ID of the application").fill(await client.first().innerText());
  await section.getByLabel("Client secret").fill(await client.last().innerText());
  await section.getByRole("button", { name: "Begin" }).click();
  await expect(section).toContainText("Now the administrator agrees");
  await shoot(manager, "directory-consent", { few: true });
  await section.getByRole("link", { name: /Go on/ }).click();
  await expect(manager.getByRole("heading", { level: 1 })).toContainText("An application asks");
  await axe(manager);
  await shoot(manager, "standin-consent", { few: true });
  await manager.getByRole("link", { name: "Allow" }).click();
  await expect(manager.getByRole("status")).toContainText("An administrator consented");
  await expect(manager.locator("main")).toContainText("Consented to");
  await follow(manager, /Nothing new|Followed/);
  await there.getByRole("button", { name: "Take every consent back" }).click();
  await follow(manager, /Not read.*consent was taken back/);
  await context.close();
});
