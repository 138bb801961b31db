// The client's record at the desk: documents, labels, numbers, family, and two records that are one person.
import { CLINIC, DESK, PHONE, axe, axeOfLayout, expect, shoot, test } from "./help";
import { type Page } from "@playwright/test";

/** A name nobody else has in this run. */
function someone(given: string): { given: string; family: string; name: string } {
  const family = `Zell${[...Math.random().toString(36).slice(2, 8)].map((c) => String.fromCharCode(97 + (c.charCodeAt(0) % 26))).join("")}`;
  return { given, family, name: `${given} ${family}` };
}

async function add(desk: Page, who: { given: string; family: string }, more: Record<string, string> = {}): Promise<string> {
  await desk.goto(`${CLINIC}/clients/new`);
  await desk.getByLabel("Given name").fill(who.given);
  await desk.getByLabel("Family name").fill(who.family);
  for (const [label, value] of Object.entries(more)) await desk.getByLabel(label).fill(value);
  await desk.getByRole("button", { name: "Save" }).click();
  await expect(desk.locator(".toast")).toContainText("Added.");
  return new URL(desk.url()).pathname;
}

/** A picture a browser shows: a square that fades. */
async function picture(page: Page): Promise<Buffer> {
  const data = await page.evaluate(() => {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 240;
    const paint = canvas.getContext("2d");
    if (!paint) return "";
    const fade = paint.createLinearGradient(0, 0, 0, 240);
    fade.addColorStop(0, "#145c66");
    fade.addColorStop(1, "#f0a030");
    paint.fillStyle = fade;
    paint.fillRect(0, 0, 240, 240);
    return canvas.toDataURL("image/png").split(",")[1] ?? "";
  });
  return Buffer.from(data, "base64");
}

/** The record of somebody the demo invented. */
async function open(desk: Page, name: string): Promise<void> {
  await desk.goto(`${CLINIC}/clients`);
  await desk.getByRole("searchbox", { name: /Part of a name/ }).fill(name);
  await desk.getByRole("main").getByRole("button", { name: "Find" }).click();
  await desk.getByRole("link", { name, exact: true }).first().click();
}

async function look(page: Page, name: string): Promise<void> {
  await page.setViewportSize(DESK.viewport);
  await axe(page);
  await page.setViewportSize(PHONE.viewport);
  await axeOfLayout(page, "light");
  await page.setViewportSize(DESK.viewport);
  await shoot(page, name);
}

test("a document is added, opened, shared with its client, and removed", async ({ house }) => {
  test.setTimeout(180_000);
  const desk = await house.enter("Front desk");
  const record = await add(desk, someone("Ottla"));
  await desk.getByRole("link", { name: "Add a document" }).click();
  await look(desk, "documents-none");
  const scan = await picture(desk);
  await desk.getByLabel("File").setInputFiles({ name: "knee scan.png", mimeType: "image/png", buffer: scan });
  await desk.getByLabel("Show it to the client").check();
  await desk.getByRole("button", { name: "Keep it" }).click();
  await expect(desk.locator(".toast")).toContainText("Kept, sealed.");
  await desk.getByLabel("File").setInputFiles({ name: "Dr Löwenherz’ letter.txt", mimeType: "text/plain", buffer: Buffer.from("Dear colleague") });
  await desk.getByRole("button", { name: "Keep it" }).click();
  await look(desk, "documents");
  // Saved under its name, byte for byte.
  const saving = desk.waitForEvent("download");
  await desk.getByRole("link", { name: "knee scan.png", exact: true }).click();
  const saved = await saving;
  expect(saved.suggestedFilename()).toBe("knee scan.png");
  const stream = await saved.createReadStream();
  const bytes = Buffer.concat(await stream.toArray());
  expect(bytes.equals(scan)).toBe(true);
  // Opened in a tab of its own, where the picture is all there is.
  const opening = desk.context().waitForEvent("page");
  await desk.getByRole("link", { name: /^Open knee scan/ }).click();
  const tab = await opening;
  await expect.poll(() => tab.evaluate(() => document.images[0]?.naturalWidth)).toBe(240);
  await tab.close();
  await desk.getByRole("link", { name: /^Change knee scan/ }).click();
  await desk.getByLabel("Name").fill("Left knee");
  await desk.getByRole("button", { name: "Save" }).click();
  await expect(desk.getByRole("link", { name: "Left knee", exact: true })).toBeVisible();
  await desk.getByRole("link", { name: /^Change Left knee/ }).click();
  await look(desk, "document");
  await desk.getByRole("button", { name: "Remove this document" }).click();
  await expect(desk.locator(".toast")).toContainText("Removed.");
  await expect(desk.getByText("Left knee")).toHaveCount(0);
  await desk.goto(record);
  await expect(desk.getByRole("region", { name: "Documents" })).toContainText("Dr Löwenherz’ letter.txt");
});

test("a file that is too large or not what it says is refused in words, the first before it is sent", async ({ house }) => {
  const desk = await house.enter("Front desk");
  const record = await add(desk, someone("Grethe"));
  await desk.goto(`${record}/documents`);
  let sent = 0;
  desk.on("request", (request) => {
    if (request.method() === "POST") sent += 1;
  });
  await desk.getByLabel("File").setInputFiles({ name: "film.mp4", mimeType: "video/mp4", buffer: Buffer.alloc(26_000_000) });
  await desk.getByRole("button", { name: "Keep it" }).click();
  await expect(desk.getByRole("alert")).toContainText("This file is too large: at most 25.0 MB.");
  expect(sent).toBe(0);
  await expect(desk.getByLabel("File")).toBeFocused();
  await shoot(desk, "document-too-large", { few: true });
  await desk.getByLabel("File").setInputFiles({ name: "photo.png", mimeType: "image/png", buffer: Buffer.from("<!doctype html><script>alert(1)</script>") });
  await desk.getByRole("button", { name: "Keep it" }).click();
  await expect(desk.locator("#e-file")).toContainText("This is a web page, whatever its name says");
  await look(desk, "document-refused");
  // Without script the program itself says so, also of one that it does not read to its end.
  const plain = await house.someone({ ...DESK, javaScriptEnabled: false, storageState: await desk.context().storageState() });
  await plain.goto(`${record}/documents`);
  await plain.getByLabel("File").setInputFiles({ name: "film.mp4", mimeType: "video/mp4", buffer: Buffer.alloc(40_000_000) });
  await plain.getByRole("button", { name: "Keep it" }).click();
  await expect(plain.locator("#e-file")).toContainText("This file is too large: at most 25.0 MB.");
});

test("a PDF opens in the browser without a page's rights", async ({ house }) => {
  const desk = await house.enter("Front desk");
  await open(desk, "Desmond Achterberg");
  const href = await desk.getByRole("link", { name: /^Open Referral/ }).getAttribute("href");
  const answer = await desk.request.get(href ?? "");
  const headers = answer.headers();
  expect(headers["content-type"]).toBe("application/pdf");
  expect(headers["content-disposition"]).toMatch(/^inline; filename="Referral.pdf"/);
  expect(headers["content-security-policy"]).not.toContain("script-src");
  expect(headers["x-content-type-options"]).toBe("nosniff");
});

test("the manager makes a label, the desk puts it on, and it finds who bears it", async ({ house }) => {
  test.setTimeout(120_000);
  const [manager, desk] = [await house.enter("Manager"), await house.enter("Front desk")];
  const label = `Quiet room ${Math.random().toString(36).slice(2, 6)}`;
  await manager.goto(`${CLINIC}/clients/tags`);
  await manager.getByLabel("A new label").fill(label);
  await manager.getByRole("button", { name: "Make it" }).click();
  await expect(manager.getByRole("rowheader", { name: label })).toBeVisible();
  await look(manager, "labels");
  const who = someone("Henrike");
  const record = await add(desk, who);
  await desk.getByRole("link", { name: "Add a label" }).click();
  await desk.getByLabel(label).check();
  await desk.getByLabel("Needs the ramp").check();
  await look(desk, "labels-of-one");
  await desk.getByRole("button", { name: "Save" }).click();
  await expect(desk.getByRole("list", { name: "Labels" })).toContainText(label);
  await desk.goto(`${CLINIC}/clients`);
  await desk.getByRole("link", { name: label }).click();
  await expect(desk.getByRole("link", { name: who.name })).toHaveAttribute("href", record);
  await expect(desk.locator("tbody tr")).toHaveCount(1);
  await look(desk, "clients-by-label");
  await manager.goto(`${CLINIC}/clients/tags`);
  await manager.getByRole("link", { name: `Change ${label}` }).click();
  await expect(manager.getByText("It is taken off the one client who bears it.")).toBeVisible();
  await look(manager, "label");
  await manager.getByRole("button", { name: "Remove this label" }).click();
  await desk.goto(record);
  await expect(desk.getByRole("list", { name: "Labels" })).not.toContainText(label);
});

test("a number stays masked until somebody says why, and the reason is kept", async ({ house }) => {
  test.setTimeout(120_000);
  const desk = await house.enter("Front desk");
  const record = await add(desk, someone("Jorunn"));
  await desk.getByRole("region", { name: "Numbers" }).getByRole("link").click();
  await desk.getByLabel("Who issued it").fill("Quayside Mutual");
  await desk.getByLabel("Number", { exact: true }).fill("QM 4417 2209 31");
  await desk.getByRole("button", { name: "Keep it" }).click();
  await expect(desk.getByText("QM 4417 2209 31")).toHaveCount(0);
  await expect(desk.getByText("•••• 931").first()).toBeVisible();
  await look(desk, "numbers");
  await desk.getByLabel("Why do you need it?").selectOption("words");
  await desk.getByRole("button", { name: /^Open it/ }).click();
  await expect(desk.locator("#e-words")).toContainText("Please fill this in.");
  await look(desk, "numbers-why");
  await desk.getByLabel("In your own words").fill("The insurer rang about the last bill");
  await desk.getByRole("button", { name: /^Open it/ }).click();
  await expect(desk.getByRole("status").filter({ hasText: "QM 4417 2209 31" })).toBeVisible();
  await expect(desk.getByRole("region", { name: "Opened before" })).toContainText("“The insurer rang about the last bill”");
  await look(desk, "numbers-open");
  await desk.goto(`${record}/numbers`);
  await expect(desk.getByText("QM 4417 2209 31")).toHaveCount(0);
});

test("a passport that another record has leads to that record", async ({ house }) => {
  test.setTimeout(120_000);
  const desk = await house.enter("Front desk");
  const [one, two] = [someone("Sunniva"), someone("Sunnifa")];
  const passport = `P ${Math.floor(100_000 + Math.random() * 899_999)}`;
  const keep = async (record: string) => {
    await desk.goto(`${record}/numbers`);
    await desk.getByLabel("Kind").selectOption("passport");
    await desk.getByLabel("Number", { exact: true }).fill(passport);
    await desk.getByRole("button", { name: "Keep it" }).click();
  };
  await keep(await add(desk, one));
  await expect(desk.locator(".toast")).toContainText("Saved.");
  const record = await add(desk, two);
  await keep(record);
  await expect(desk.locator("#e-number")).toContainText("Another record has this number.");
  await look(desk, "numbers-elsewhere");
  await desk.getByRole("link", { name: "Compare the two" }).click();
  await expect(desk.getByRole("heading", { level: 1 })).toHaveText("One person, two records");
  await expect(desk.getByRole("group", { name: "Which record stays?" })).toContainText(one.name);
});

test("who acts for whom is noted and ended", async ({ house }) => {
  test.setTimeout(120_000);
  const desk = await house.enter("Front desk");
  const [mother, child] = [someone("Solveig"), someone("Ylva")];
  const guardian = await add(desk, mother);
  const record = await add(desk, child, { "Date of birth": "2017-04-02" });
  await desk.getByRole("region", { name: "Family and carers" }).getByRole("link").click();
  await desk.getByLabel(/Part of the other person/).fill(mother.family);
  await desk.getByRole("button", { name: "Find" }).click();
  await desk.getByRole("radio", { name: mother.name }).check();
  await desk.getByRole("radio", { name: `acts for ${child.name}`, exact: true }).check();
  await look(desk, "family-add");
  await desk.getByRole("button", { name: "Note it" }).click();
  await expect(desk.locator(".toast")).toContainText("Noted.");
  await look(desk, "family");
  await desk.goto(guardian);
  await expect(desk.getByRole("region", { name: "Family and carers" })).toContainText(child.name);
  await desk.goto(`${record}/family`);
  await desk.getByRole("button", { name: `End it ${mother.name}` }).click();
  await expect(desk.getByText("Nobody is noted")).toBeVisible();
});

test("two records of one person are noticed, compared, merged and taken apart again", async ({ house }) => {
  test.setTimeout(240_000);
  const desk = await house.enter("Front desk");
  const who = someone("Kjersti");
  const older = await add(desk, who, { Email: `${who.family}@example.org`.toLowerCase(), Phone: "087 555 0142" });
  const newer = await add(desk, { given: "Kjersty", family: who.family }, { Phone: `020 91${Math.floor(Math.random() * 8) + 1} ${Math.floor(1000 + Math.random() * 8999)}`, Email: `${who.family}@EXAMPLE.org`, "Note for the desk": "Came in by herself." });
  await desk.goto(`${CLINIC}/clients/duplicates`);
  await look(desk, "duplicates");
  const twin = `Kjersty ${who.family}`;
  const pair = desk.getByRole("region", { name: new RegExp(`${who.name} and ${twin}|${twin} and ${who.name}`) });
  await expect(pair).toContainText("Similar name");
  await expect(pair).toContainText("Same email");
  await pair.getByRole("link", { name: /^Compare/ }).click();
  await expect(desk.getByRole("heading", { level: 1 })).toHaveText("One person, two records");
  await look(desk, "merge");
  await desk.getByRole("group", { name: "Given name" }).getByRole("radio", { name: "Kjersti", exact: true }).check();
  await desk.getByRole("group", { name: "Note for the desk" }).getByRole("radio", { name: "Came in by herself." }).check();
  await desk.getByRole("button", { name: "Make them one record" }).click();
  await expect(desk.locator(".toast")).toContainText("These are one record now.");
  expect(new URL(desk.url()).pathname).toBe(older);
  await expect(desk.getByRole("heading", { level: 1 })).toHaveText(who.name);
  await expect(desk.getByText("Came in by herself.")).toBeVisible();
  await look(desk, "merged");
  // An open tab and an old link lead to the one record.
  await desk.goto(newer);
  expect(new URL(desk.url()).pathname).toBe(older);
  await desk.getByRole("region", { name: "Made of two records" }).getByRole("button", { name: "Undo" }).click();
  await expect(desk.locator(".toast")).toContainText("They are two records again, as before.");
  expect(new URL(desk.url()).pathname).toBe(newer);
  await expect(desk.getByRole("heading", { level: 1 })).toHaveText(`Kjersty ${who.family}`);
});

test("a record merged in another tab keeps the words that were being written", async ({ house }) => {
  const desk = await house.enter("Front desk");
  const who = someone("Runa");
  const [one, two] = [await add(desk, who, { Email: `a.${who.family}@example.org` }), await add(desk, who, { Email: `b.${who.family}@example.org` })];
  const other = await desk.context().newPage();
  await other.goto(`${two}/details`);
  await other.getByLabel("Note for the desk").fill("A sentence that took a while.");
  await desk.goto(`${one}/merge`);
  await desk.getByRole("searchbox", { name: "Part of a name" }).fill(who.family);
  await desk.getByRole("main").getByRole("button", { name: "Find" }).click();
  await look(desk, "merge-find");
  await desk.getByRole("link", { name: `Compare ${who.name}` }).click();
  await desk.getByRole("radio", { name: new RegExp(who.name) }).first().check();
  await desk.getByRole("button", { name: "Make them one record" }).click();
  await expect(desk.locator(".toast")).toContainText("one record now");
  await other.getByRole("button", { name: "Save" }).click();
  await expect(other.getByRole("alert")).toContainText("was merged into another while you were writing");
  await expect(other.getByLabel("Note for the desk")).toHaveValue("A sentence that took a while.");
  await look(other, "edit-merged");
});

test("the record of a client who has been here for a while", async ({ house }) => {
  test.setTimeout(120_000);
  const desk = await house.enter("Front desk");
  await open(desk, "Desmond Achterberg");
  for (const name of ["Contact and origin", "Family and carers", "Documents", "Numbers", "Agreed and stated", "Who opened this, and why"]) {
    await expect(desk.getByRole("region", { name })).toBeVisible();
  }
  await look(desk, "client-record");
  await desk.goto(`${CLINIC}/clients`);
  await look(desk, "clients");
  const client = await house.enter("Client");
  await expect(client.getByRole("region", { name: "Documents for you" })).toContainText("Exercises for the knee.txt");
  await expect(client.getByRole("region", { name: "Documents for you" })).not.toContainText("Referral");
  await shoot(client, "home-documents", { rtl: `${CLINIC}/me?lang=ar` });
  // A number of theirs that was opened, and why, on their own page.
  await open(desk, "Desmond Achterberg");
  await desk.getByRole("region", { name: "Numbers" }).getByRole("link").click();
  await desk.getByLabel("Why do you need it?").selectOption("bill");
  await desk.getByRole("button", { name: /^Open it/ }).first().click();
  await client.goto(`${CLINIC}/me/record`);
  await expect(client.getByRole("region", { name: "Numbers that were opened" })).toContainText("To bill the insurer");
  await shoot(client, "record-numbers", { rtl: `${CLINIC}/me/record?lang=ar` });
});
