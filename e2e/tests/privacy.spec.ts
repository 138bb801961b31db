// What a browser is made to keep and to ask: promises cookies.listed and tracking.none_by_third_parties.
import { letterLink, openLetter, somebody } from "./booking";
import { CLINIC, DESK, PHONE, address, expect, test } from "./help";
import { CLIENT, DESKS, MANAGER, OPEN, found, prepared } from "./pages";
import { day } from "./when";
import { type Page } from "@playwright/test";

/** The names on the list that everyone can read. */
async function listed(page: Page): Promise<string[]> {
  await page.goto(`${CLINIC}/notice`);
  const names = await page.locator("h2#cookies ~ div table tbody th").allInnerTexts();
  return names.map((name) => name.trim());
}

/** Everything the browser of `page` keeps for us. */
async function kept(page: Page): Promise<string[]> {
  const cookies = (await page.context().cookies()).map((cookie) => cookie.name);
  const stored = await page.evaluate(async () => {
    const bases = (await indexedDB.databases()).map((base) => base.name ?? "");
    const workers = (await navigator.serviceWorker?.getRegistrations?.()) ?? [];
    return [...Object.keys(localStorage), ...Object.keys(sessionStorage), ...bases, ...workers.map((worker) => worker.scope), ...(await caches?.keys?.())];
  });
  return [...new Set([...cookies, ...stored])].sort();
}

test("only_listed_cookies_are_set", async ({ house }) => {
  const { link, letter } = await prepared(house, 6);
  const visitor = await house.someone(DESK);
  const names = await listed(visitor);
  expect(names.length).toBeGreaterThan(0);

  // Looking around and booking leaves nothing at all.
  for (const { path } of OPEN(link, letter)) await visitor.goto(path);
  expect(await kept(visitor)).toEqual([]);
  // Choosing a language keeps the choice.
  await visitor.goto(CLINIC);
  await visitor.locator(".house a[lang=ar]").click();
  await expect(visitor.locator("html")).toHaveAttribute("lang", "ar");
  expect(await kept(visitor)).toEqual(["lang"]);
  expect(names).toContain("lang");

  // Signing in keeps the session, out of reach of scripts and of other sites.
  for (const [role, pages] of [["Client", CLIENT], ["Front desk", DESKS], ["Manager", MANAGER]] as const) {
    const page = await house.enter(role);
    for (const { path } of pages) await page.goto(path);
    const cookies = await page.context().cookies();
    for (const cookie of cookies) {
      expect(names, `${cookie.name}, set for ${role}`).toContain(cookie.name);
      expect(cookie.httpOnly, `${cookie.name} is out of scripts' reach`).toBe(true);
      expect(cookie.sameSite, `${cookie.name} stays with this site`).not.toBe("None");
      expect(cookie.domain, `${cookie.name} is this host's alone`).toBe(new URL(address()).hostname);
    }
    for (const name of await kept(page)) expect(names, `kept for ${role}`).toContain(name);
    expect(cookies.length).toBeGreaterThan(0);
    await page.getByRole("button", { name: "Sign out" }).first().click();
    await expect.poll(() => kept(page), `after ${role} signed out`).toEqual([]);
  }

  // A browser that showed a password is known to its account from then on; that mark is on the list too.
  const own = await house.someone(PHONE);
  const wren = somebody("Wren");
  await own.goto(`${CLINIC}/sign-up`);
  await own.getByRole("textbox", { name: "Email" }).fill(wren.email);
  await own.getByLabel("Password").fill("garnet-Lattice7-umbrel");
  await own.getByLabel(/or older/).check();
  await own.getByRole("button", { name: "Open the account" }).click();
  await openLetter(own, wren.email, /./);
  await own.goto(new URL(await letterLink(own)).pathname);
  await own.getByLabel("Password").fill("garnet-Lattice7-umbrel");
  await own.locator("main button").click();
  await expect(own).toHaveURL(/\/me$/);
  expect(await kept(own)).toEqual(["keepwell_familiar", "keepwell_session"]);
  for (const name of await kept(own)) expect(names).toContain(name);
  await own.getByRole("button", { name: "Sign out" }).first().click();
  await expect.poll(() => kept(own)).toEqual(["keepwell_familiar"]);
});

test("a_setting_is_kept_once_chosen_and_forgotten_by_one_press", async ({ house }) => {
  const visitor = await house.someone(PHONE);
  await visitor.goto(`${CLINIC}/cookies`);
  // The page's list is the notice's.
  const rows = await visitor.locator("h2#cookies ~ div table tbody th").allInnerTexts();
  expect(rows.map((name) => name.trim())).toEqual(await listed(visitor));
  await visitor.goto(`${CLINIC}/cookies`);
  await expect(visitor.getByRole("button", { name: "Forget it" })).toHaveCount(0);
  expect(await kept(visitor)).toEqual([]);
  await visitor.locator(".house a[lang=ar]").click();
  expect(await kept(visitor)).toEqual(["lang"]);
  await visitor.locator(".house a[lang=en]").click();
  await visitor.getByRole("button", { name: "Forget it" }).click();
  await expect(visitor.getByText("This browser keeps no setting of yours").first()).toBeVisible();
  expect(await kept(visitor)).toEqual([]);
});

test("what_is_stopped_is_stopped_by_one_press_and_goes_on_by_one", async ({ house }) => {
  const own = await house.someone({ ...PHONE, extraHTTPHeaders: { "Sec-GPC": "1" } });
  await own.goto("/");
  await own.getByRole("button", { name: "Enter as Client" }).click();
  await own.goto(`${CLINIC}/me/consents`);
  await expect(own.getByText("It says Global Privacy Control")).toBeVisible();
  await expect(own.getByText("because the browser says so").first()).toBeVisible();
  await own.getByRole("button", { name: /^Stop it/ }).click();
  await own.getByRole("button", { name: /^I agree.*Arrange visits/ }).click();
  await own.getByRole("link", { name: "Receipt" }).first().click();
  await expect(own.getByRole("heading", { level: 1 })).toHaveText("Receipt");
  const [file] = await Promise.all([own.waitForEvent("download"), own.getByRole("link", { name: "Download as JSON" }).click()]);
  expect(file.suggestedFilename()).toMatch(/^rcp_.*\.json$/);
  await own.goto(`${CLINIC}/me/consents`);
  await own.getByRole("button", { name: /^I take it back/ }).click();
  await own.getByRole("button", { name: /^Let it go on/ }).click();
  await expect(own.getByRole("button", { name: /^Stop it/ })).toBeVisible();
});

test("no_page_asks_anything_of_another_host", async ({ house }) => {
  test.setTimeout(120_000);
  const { link, letter } = await prepared(house, 6);
  const asked = new Set<string>();
  const visit = async (page: Page, paths: string[]) => {
    page.context().on("request", (request) => {
      if (!/^(data|blob):/.test(request.url())) asked.add(new URL(request.url()).origin);
    });
    for (const path of paths) {
      const answer = await page.goto(path);
      // And none permits it: whatever a page came to hold, the browser would refuse.
      const policy = answer?.headers()["content-security-policy"] ?? "";
      expect(policy, path).toContain("default-src 'none'");
      expect(policy, path).not.toMatch(/https?:|\*|unsafe-/);
      // No hidden fetch either: nothing that loads by itself names another host.
      const foreign = await page.locator("script[src], link[href]:not([rel=canonical]), img[src], iframe, object, embed, video, audio, source, form[action]").evaluateAll((parts) =>
        parts.map((part) => part.getAttribute("src") ?? part.getAttribute("href") ?? part.getAttribute("action") ?? "").filter((to) => /^(https?:)?\/\//.test(to)),
      );
      expect(foreign, path).toEqual([]);
    }
  };
  const of = (pages: { path: string }[]) => pages.map((page) => page.path);
  await visit(await house.someone(PHONE), [...of(OPEN(link, letter)), ...of(OPEN(link, letter).filter((page) => page.arabic)).map((path) => `${path}${path.includes("?") ? "&" : "?"}lang=ar`)]);
  await visit(await house.enter("Client"), of(CLIENT));
  const desk = await house.enter("Front desk");
  const chosen = await found(desk, `${CLINIC}/day?date=${day(1)}`, "a.at");
  await visit(desk, [...of(DESKS), chosen]);
  await visit(await house.enter("Manager"), of(MANAGER));
  expect([...asked]).toEqual([address()]);
});

test("a patient's first page weighs at most 60 KB over the wire, script at most 30 KB", async ({ house }) => {
  const { link } = await prepared(house, 6);
  for (const path of [CLINIC, `${CLINIC}/book/first-visit`, link, `${CLINIC}/notice`, `${CLINIC}/sign-in`]) {
    // A browser that was never here, with nothing kept.
    const page = await house.someone(PHONE);
    const network = await page.context().newCDPSession(page);
    await network.send("Network.enable");
    const kinds = new Map<string, string>();
    const weights = new Map<string, number>();
    network.on("Network.responseReceived", (event) => kinds.set(event.requestId, event.type));
    network.on("Network.loadingFinished", (event) => weights.set(event.requestId, event.encodedDataLength));
    await page.goto(path, { waitUntil: "load" });
    await expect.poll(() => [...kinds.keys()].every((id) => weights.has(id))).toBe(true);
    const all = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
    const script = [...weights].filter(([id]) => kinds.get(id) === "Script").reduce((sum, [, weight]) => sum + weight, 0);
    expect(weights.size, `${path}: page, style and script`).toBeGreaterThanOrEqual(3);
    expect(all / 1024, `${path} over the wire, in KB`).toBeLessThan(60);
    expect(script / 1024, `script of ${path}, in KB`).toBeLessThan(30);
  }
});

for (const javaScriptEnabled of [true, false]) {
  test(`no address holds what the desk typed to find somebody, ${javaScriptEnabled ? "with" : "without"} script`, async ({ house }) => {
    const desk = await house.someone({ ...DESK, javaScriptEnabled });
    await desk.goto("/");
    await desk.getByRole("button", { name: "Enter as Front desk" }).click();
    const told: string[] = [];
    desk.context().on("request", (request) => told.push(request.url(), request.headers().referer ?? ""));
    desk.on("framenavigated", (frame) => told.push(frame.url()));

    await desk.goto(`${CLINIC}/day?date=${day()}`);
    const box = desk.locator(".find input");
    const heading = desk.getByRole("heading", { level: 1 });
    await box.fill("ma");
    await box.press("Enter");
    await expect(heading).toHaveText("Clients like “ma”");
    const rows = desk.locator("tbody tr");
    const first = (await rows.first().textContent()) ?? "";
    // Paging, a client, and back again: the list is there as it was.
    await desk.getByRole("link", { name: "Older" }).click();
    await expect(heading).toHaveText("Clients like “ma”");
    await expect(rows.first()).not.toHaveText(first);
    await rows.first().getByRole("link").click();
    await expect(desk.locator(".who").or(heading).first()).toBeVisible();
    await desk.goBack();
    await desk.goBack();
    await expect(heading).toHaveText("Clients like “ma”");
    await desk.reload();
    await expect(rows.first()).toHaveText(first);
    // The form that books somebody finds them too.
    await desk.goto(`${CLINIC}/appointments?date=${day(1)}`);
    await desk.getByRole("searchbox", { name: "Client", exact: true }).fill("Achterberg");
    await desk.getByRole("button", { name: "Find", exact: true }).click();
    await expect(desk.getByRole("radio", { name: /Achterberg/ }).first()).toBeVisible();
    await box.fill("Achterberg");
    await box.press("Enter");
    await expect(heading).toHaveText("Clients like “Achterberg”");
    await rows.first().getByRole("link").click();
    await expect(heading).toContainText("Achterberg");

    expect(told.filter((address) => /achterberg/i.test(decodeURIComponent(address)))).toEqual([]);
    for (const address of told.filter(Boolean)) {
      expect([...new URL(address).searchParams.values()].map((value) => value.toLowerCase()), address).not.toContain("an");
    }
  });
}
