// Passkeys and codes: set up, asked for, shown and removed, in a real browser with a device that keeps passkeys.
import type { CDPSession, Page } from "@playwright/test";
import { createHmac } from "node:crypto";
import { CLINIC, PHONE, address, axe, axeOfLayout, expect, shoot, test, type House } from "./help";
import { letterLink, openLetter } from "./booking";

const PASSWORD = "garnet-Lattice7-umbrel";
/** A passkey belongs to a name, and the demo's address is a number. */
const NAMED = address().replace("127.0.0.1", "localhost");

/** What an app shows at a time in seconds, for the seed that a page spells. */
function code(seed: string, now: number): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...seed.replace(/\s/g, "")].map((sign) => alphabet.indexOf(sign).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g)!.map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(now / 30)));
  const mac = createHmac("sha1", key).update(step).digest();
  const from = mac[19]! & 15;
  return String((mac.readUInt32BE(from) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** By how many milliseconds the demo's clock is ahead of this one: the id of a letter begins with when it was written. */
function ahead(letter: string, asked: number): number {
  const signs = letter.slice(letter.indexOf("_") + 1);
  const bits = [...signs].map((sign) => "0123456789abcdefghjkmnpqrstvwxyz".indexOf(sign).toString(2).padStart(5, "0")).join("");
  return parseInt(bits.slice(2, 50), 2) - asked;
}

/** Somebody new with an account, signed in at the address with a name. */
async function holder(house: House, email: string): Promise<{ page: Page; now: () => number }> {
  const page = await house.someone({ ...PHONE, baseURL: NAMED });
  await page.goto(`${CLINIC}/sign-up`);
  await page.getByRole("textbox", { name: "Email" }).fill(email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByLabel(/or older/).check();
  const asked = Date.now();
  await page.getByRole("button", { name: "Open the account" }).click();
  await openLetter(page, email, /confirm/i);
  const offset = ahead(page.url().split("/").pop() ?? "", asked);
  await page.goto(new URL(await letterLink(page)).pathname);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Confirm and sign in" }).click();
  await page.waitForURL(/\/me/);
  return { page, now: () => Math.floor((Date.now() + offset) / 1000) };
}

/** Gives the page's browser a device that keeps passkeys, as a phone does. */
async function device(page: Page): Promise<{ cdp: CDPSession; id: string }> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { cdp, id: authenticatorId };
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Sign out" }).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sign in");
}

async function password(page: Page, email: string): Promise<void> {
  await page.getByRole("textbox", { name: "Email" }).fill(email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

test("a passkey is made, signs in by itself and after the password, and opens nothing once it is removed", async ({ house }) => {
  test.setTimeout(240_000); // Every page of it is looked at in every dress.
  const email = "pia.keyholder@example.net";
  const { page } = await holder(house, email);
  const { cdp, id } = await device(page);
  const h1 = page.getByRole("heading", { level: 1 });
  await page.goto(`${CLINIC}/account/factors`);
  await axe(page);
  await shoot(page, "factors", { rtl: `${CLINIC}/account/factors?lang=ar` });
  await page.goto(`${CLINIC}/account/factors?lang=en`);

  await test.step("made", async () => {
    await page.getByLabel("What you call it").fill("My phone");
    await page.getByRole("button", { name: "Add a passkey" }).click();
    await expect(h1).toHaveText("Your recovery codes");
    await expect(page.locator(".codes li")).toHaveCount(10);
    await axe(page);
    await shoot(page, "recovery-codes");
    await page.getByRole("link", { name: "I have kept them" }).click();
    await expect(page.getByRole("region", { name: "Passkeys" })).toContainText("My phone");
    await axe(page);
    await shoot(page, "factors-held", { rtl: `${CLINIC}/account/factors?lang=ar` });
    await page.goto(`${CLINIC}/account/factors?lang=en`);
  });

  await test.step("signs in alone: nothing is typed", async () => {
    await signOut(page);
    await axe(page);
    await shoot(page, "sign-in-passkey", { rtl: `${CLINIC}/sign-in?lang=ar` });
    await page.goto(`${CLINIC}/sign-in?lang=en`);
    await page.getByRole("button", { name: "Use a passkey" }).click();
    await page.waitForURL(/\/me$/);
  });

  await test.step("is asked for after the password", async () => {
    await signOut(page);
    await password(page, email);
    await expect(h1).toHaveText("Your code, please");
    await axe(page);
    await shoot(page, "second-step");
    await page.getByRole("button", { name: "Use a passkey" }).click();
    await page.waitForURL(/\/me$/);
  });

  await test.step("a device that does not know its holder shows nothing", async () => {
    await signOut(page);
    await cdp.send("WebAuthn.setUserVerified", { authenticatorId: id, isUserVerified: false });
    await page.getByRole("button", { name: "Use a passkey" }).click();
    await expect(page.getByRole("status")).toContainText("Nothing came of it");
    await cdp.send("WebAuthn.setUserVerified", { authenticatorId: id, isUserVerified: true });
    await page.getByRole("button", { name: "Use a passkey" }).click();
    await page.waitForURL(/\/me$/);
  });

  await test.step("removed, it is refused", async () => {
    await page.goto(`${CLINIC}/account/factors`);
    await page.getByRole("button", { name: /^Remove .*My phone/ }).click();
    await expect(page.locator(".toast")).toContainText("opens nothing any more");
    await signOut(page);
    await page.getByRole("button", { name: "Use a passkey" }).click();
    await expect(page.getByText("not one of an account here")).toBeVisible();
    await axeOfLayout(page, "light");
    await password(page, email);
    await page.waitForURL(/\/me/);
  });
});

test("an app is set up without script, and its code is asked for in either language", async ({ house }) => {
  test.setTimeout(180_000);
  const email = "otto.codes@example.net";
  const { page: first, now } = await holder(house, email);
  const state = await first.context().storageState();
  const page = await house.someone({ ...PHONE, baseURL: NAMED, javaScriptEnabled: false, storageState: state });
  const h1 = page.getByRole("heading", { level: 1 });
  await page.goto(`${CLINIC}/account`);
  await page.getByRole("link", { name: "Look at them" }).click();
  await page.getByRole("button", { name: "Set up an app" }).click();
  await expect(h1).toHaveText("Set up an app");
  await expect(page.getByRole("img", { name: /QR code/ })).toBeVisible();
  const seed = await page.locator(".seed").innerText();
  await shoot(page, "app");
  await page.getByRole("textbox", { name: "Code" }).fill("000000");
  await page.getByRole("button", { name: "Use this app" }).click();
  await expect(page.locator(".err")).toContainText("not a code that counts now");
  await page.getByRole("textbox", { name: "Code" }).fill(code(seed, now()));
  await page.getByRole("button", { name: "Use this app" }).click();
  await expect(h1).toHaveText("Your recovery codes");
  const kept = await page.locator(".codes code").allInnerTexts();

  const again = await house.someone({ ...PHONE, baseURL: NAMED });
  await again.goto(`${CLINIC}/sign-in`);
  await password(again, email);
  await expect(again.getByRole("heading", { level: 1 })).toHaveText("Your code, please");
  await axe(again);
  await again.getByRole("button", { name: "العربية" }).first().click();
  await expect(again.locator("html")).toHaveAttribute("dir", "rtl");
  await expect(again.getByRole("heading", { level: 1 })).toHaveText("رمزك من فضلك");
  await shoot(again, "second-step-ar");
  await again.getByLabel("الرمز").fill(kept[0]!);
  await again.getByRole("button", { name: "دخول" }).click();
  await again.waitForURL(/\/me/);
});

test("a manager who asks a second factor of everyone who works here has one first", async ({ house }) => {
  const manager = await house.enter("Manager");
  await manager.goto(`${CLINIC}/staff`);
  await axe(manager);
  await shoot(manager, "staff-second-factor");
  await manager.getByRole("button", { name: "Ask it of everyone" }).click();
  await expect(manager.locator(".toast")).toContainText("First add a passkey or an app to your own account");
});
