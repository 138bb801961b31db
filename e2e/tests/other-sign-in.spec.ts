// Signing in with an account elsewhere: set up by the manager, linked by its holder, pressed and come back from, without script
// too. The provider is a small one of our own on this machine.
import { createServer, type Server } from "node:http";
import { generateKeyPairSync, sign } from "node:crypto";
import type { AddressInfo } from "node:net";
import { CLINIC, DESK, PHONE, address, axe, expect, shoot, test } from "./help";

const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const text = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A provider at which everybody is the same person. */
async function provider(): Promise<{ server: Server; issuer: string; asked: string[] }> {
  const nonces = new Map<string, string>();
  const asked: string[] = [];
  let issuer = "";
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", issuer);
    asked.push(url.pathname);
    const json = (value: unknown) => response.setHeader("content-type", "application/json").end(JSON.stringify(value));
    const query = url.searchParams;
    if (url.pathname.startsWith("/.well-known/")) {
      return json({ issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/keys` });
    }
    if (url.pathname === "/keys") return json({ keys: [{ ...publicKey.export({ format: "jwk" }), kid: "one", use: "sig" }] });
    if (url.pathname === "/authorize") {
      nonces.set("a-code", query.get("nonce") ?? "");
      // The demo is at a port of its own choosing, which its settings do not know.
      const back = new URL(new URL(query.get("redirect_uri") ?? "").pathname, address());
      back.search = new URLSearchParams({ code: "a-code", state: query.get("state") ?? "" }).toString();
      return response.writeHead(302, { location: back.href }).end();
    }
    // The demo's clock is another than this one.
    const claims = { iss: issuer, aud: "keepwell", sub: "somebody", nonce: nonces.get("a-code"), iat: 0, exp: 4_102_444_800 };
    const message = `${text({ alg: "ES256", kid: "one" })}.${text(claims)}`;
    const signature = sign("sha256", Buffer.from(message), { key: privateKey, dsaEncoding: "ieee-p1363" });
    return json({ access_token: "access", token_type: "Bearer", id_token: `${message}.${signature.toString("base64url")}` });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { server, issuer, asked };
}

test("a manager sets up another sign-in, a colleague links it, and it signs them in with and without script", async ({ house, browser }) => {
  test.setTimeout(240_000); // Every page of it is looked at in every dress.
  const there = await provider();
  const manager = await house.enter("Manager");
  await manager.goto(`${CLINIC}/staff/providers`);
  await axe(manager);
  await manager.getByRole("link", { name: "Another provider" }).click();
  await manager.getByLabel("Name on the button").fill("Linden staff");
  await manager.getByLabel("Issuer").fill("http://provider.example");
  await manager.getByLabel("Client id").fill("keepwell");
  await manager.getByLabel("Client secret").fill("a secret");
  await manager.getByRole("button", { name: "Save" }).click();
  await expect(manager.getByText("must be reached by https")).toBeVisible();
  await expect(manager.getByLabel("Name on the button")).toHaveValue("Linden staff");
  await axe(manager);
  await manager.getByLabel("Issuer").fill(there.issuer);
  await manager.getByLabel("Client secret").fill("a secret");
  await manager.getByRole("button", { name: "Save" }).click();
  await expect(manager.getByRole("link", { name: "Linden staff" })).toBeVisible();
  await shoot(manager, "providers", { rtl: `${CLINIC}/staff/providers?lang=ar` });
  await manager.goto(`${CLINIC}/staff/providers?lang=en`);
  await manager.getByRole("link", { name: "Linden staff" }).click();
  await manager.getByRole("button", { name: "Test it" }).click();
  await expect(manager.getByText("It answers as it should")).toBeVisible();
  await axe(manager);
  await shoot(manager, "provider");

  // A browser of its own: it goes to another host, which nobody else's may.
  const own = await browser.newContext({ baseURL: address(), ...PHONE });
  const page = await own.newPage();
  const refused: string[] = [];
  page.on("console", (message) => /content security policy/i.test(message.text()) && refused.push(message.text()));
  await page.goto("/");
  await page.getByRole("button", { name: "Enter as Front desk" }).click();
  await page.waitForURL(/\/day/);
  await page.goto(`${CLINIC}/account`);
  await page.getByRole("link", { name: "Other sign-ins" }).click();
  await axe(page);
  await page.getByRole("button", { name: /^Link.*Linden staff/ }).click();
  await expect(page.getByText("From now on that account signs you in here.")).toBeVisible();
  await shoot(page, "links");
  await page.getByRole("button", { name: "Sign out" }).first().click();
  const before = there.asked.length;
  await page.goto(`${CLINIC}/sign-in`);
  await expect(page.getByRole("button", { name: "Sign in with Linden staff" })).toBeVisible();
  await axe(page);
  await shoot(page, "sign-in-with", { rtl: `${CLINIC}/sign-in?lang=ar` });
  expect(there.asked.length, "nothing is asked of the provider before its button is pressed").toBe(before);
  await page.goto(`${CLINIC}/sign-in?lang=en`);
  await page.getByRole("button", { name: "Sign in with Linden staff" }).click();
  await page.waitForURL(/\/day/);
  expect(refused).toEqual([]);
  await own.close();

  const plain = await browser.newContext({ baseURL: address(), javaScriptEnabled: false, ...DESK });
  const bare = await plain.newPage();
  await bare.goto(`${CLINIC}/sign-in`);
  await bare.getByRole("button", { name: "Sign in with Linden staff" }).click();
  await bare.waitForURL(/\/day/);
  await plain.close();

  // Other tests find the sign-in page as it was.
  await manager.getByRole("button", { name: "Remove this sign-in" }).click();
  await expect(manager.getByRole("link", { name: "Linden staff" })).toBeHidden();
  there.server.close();
});

test("in the demo a provider is played: one comes back as a colleague, as somebody its groups let in, or as nobody", async ({ house, browser }) => {
  test.setTimeout(240_000);
  const manager = await house.enter("Manager");
  await expect(async () => {
    await manager.goto(`${CLINIC}/staff/providers`);
    await expect(manager.getByRole("link", { name: "Linden Quay staff" })).toBeVisible();
  }).toPass({ timeout: 30_000 });
  // A browser of its own: it goes to the stand-in's address, which nobody else's may.
  const own = await browser.newContext({ baseURL: address(), ...PHONE });
  const page = await own.newPage();
  const press = async () => {
    await page.goto(`${CLINIC}/sign-in`);
    await page.getByRole("button", { name: "Sign in with Linden Quay staff" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("As whom do you sign in?");
  };
  await press();
  await expect(page.locator("main")).toContainText("Nobody is asked for anything here");
  await axe(page);
  await shoot(page, "standin-provider");
  await page.getByRole("link", { name: /^Sign in: .*Clinician/ }).click();
  await page.waitForURL(/\/day/);
  await page.getByRole("button", { name: "Sign out" }).first().click();

  await press();
  await page.getByRole("link", { name: "Sign in as nobody" }).click();
  await page.waitForURL(/\/sign-in/);
  await press();
  await page.getByRole("link", { name: "Sign in: Silas Ondine" }).click();
  await page.waitForURL(/came=unlinked/);

  // Somebody new there, whom a group lets in: at the desk from the first moment.
  await press();
  await page.getByRole("button", { name: "Add them" }).click();
  await expect(page.getByRole("alert").first()).toBeVisible();
  await axe(page);
  const email = `tova.${Date.now().toString(36)}@linden-quay.example`;
  await page.getByLabel("Name").fill("Tova Brandt");
  await page.getByLabel("Address").fill(email);
  await page.getByLabel("Groups").fill("Reception");
  await page.getByRole("button", { name: "Add them" }).click();
  await page.getByRole("link", { name: "Sign in: Tova Brandt" }).click();
  await page.waitForURL(/\/day/);
  await own.close();
  await manager.goto(`${CLINIC}/staff`);
  await expect(manager.locator("main")).toContainText("Tova Brandt");
});
