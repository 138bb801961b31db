// The big list of naughty strings, through every field in which the desk writes about a client: each is kept and shown
// exactly, or refused with the field still filled. Nothing in between, and never a fault of ours.
import { CLINIC, expect, test, type House } from "./help";
import { escaped, family, form, nameKept, noteKept, refused, spaced, through, unmarked } from "./naughty";
import { type APIRequestContext, type Page } from "@playwright/test";

test.describe.configure({ mode: "parallel" });

async function added(api: APIRequestContext, n: number, kind: string): Promise<string> {
  const answer = await api.post(`${CLINIC}/clients`, form({ given_name: "Plain", family_name: family(n, kind), language: "en" }));
  expect(answer.status()).toBe(303);
  return (answer.headers().location ?? "").replace(/\?.*$/, "");
}

async function key(house: House): Promise<string> {
  const manager = await house.enter("Manager");
  const made = await manager.request.post(`${CLINIC}/tokens`, form({ label: "Naughty", reach: "read", days: "30" }));
  const text = /value="(kw_[^"]+|[^"]{30,})" readonly/.exec(await made.text());
  if (!text?.[1]) throw new Error(`no key was made: ${made.status()}`);
  return text[1];
}

test("a name and a note are kept and shown as they were typed, on pages and to programs", async ({ house }) => {
  test.setTimeout(300_000);
  const desk: Page = await house.enter("Front desk");
  const bearer = { authorization: `Bearer ${await key(house)}` };
  const api = desk.request;
  await through(async (text, n) => {
    const [name, note] = [nameKept(text), noteKept(text)];
    const sent = await api.post(`${CLINIC}/clients`, form({ given_name: text, family_name: family(n, "name"), note: text, language: "en" }));
    if (name === undefined || note === undefined) return refused(sent, text);
    if (sent.status() !== 303) return `answered ${sent.status()} and should be kept`;
    const path = (sent.headers().location ?? "").replace(/\?.*$/, "");
    const page = await (await api.get(path)).text();
    if (!page.includes(`<h1>${escaped(`${name} ${family(n, "name")}`)}</h1>`)) return "is not on the page";
    if (note && !page.includes(escaped(note))) return "its note is not on the page";
    const details = await (await api.get(`${path}/details`)).text();
    if (!details.includes(`name="given_name" type="text" value="${escaped(name)}"`)) return "is not in the form";
    if (note && !details.includes(`\n${escaped(note)}</textarea>`)) return "its note is not in the form";
    const id = path.split("/").pop() ?? "";
    const one = await api.get(`/api/v1/clinics/linden-quay/clients/${id}`, { headers: bearer });
    if ((await one.json()).given_name !== name) return "is another to a program";
    const found = await api.get(`/api/v1/clinics/linden-quay/clients?limit=5&q=${family(n, "name")}`, { headers: bearer });
    const clients = (await found.json()).clients as { id: string; given_name: string }[];
    return clients.some((client) => client.id === id && client.given_name === name) ? undefined : "is not found";
  });
});

test("whatever is looked for, the search answers, and what is shown of it is what was typed", async ({ house }) => {
  test.setTimeout(300_000);
  const desk = await house.enter("Front desk");
  const bearer = { authorization: `Bearer ${await key(house)}` };
  const api = desk.request;
  const path = await added(api, 0, "find");
  await through(async (text) => {
    const typed = await api.post(`${path}/family`, form({ look: "1", find: text }));
    if (typed.status() >= 500) return `answered ${typed.status()}`;
    const page = await typed.text();
    if (typed.status() === 200 && !page.includes(`value="${escaped(text.trim())}"`) && !page.includes(`value="${escaped(text)}"`)) return "is no longer in the box";
    const asked = await api.get(`/api/v1/clinics/linden-quay/clients?q=${encodeURIComponent(text)}`, { headers: bearer });
    return [200, 400, 422].includes(asked.status()) ? undefined : `answered ${asked.status()} to a program`;
  });
});

test("an address or a number that is none is refused and still there", async ({ house }) => {
  test.setTimeout(300_000);
  const desk = await house.enter("Front desk");
  const api = desk.request;
  await through(async (text, n) => {
    for (const field of ["email", "phone", "birth_date"]) {
      const sent = await api.post(`${CLINIC}/clients`, form({ given_name: "Plain", family_name: family(n, field), language: "en", [field]: text }));
      // Nothing typed, or something that is one after all.
      if (sent.status() === 303) continue;
      const why = await refused(sent, text);
      if (why) return `as ${field} ${why}`;
    }
    return undefined;
  });
});

test("a document's name, an issuer, a number, a reason and a label are kept and shown, or refused", async ({ house }) => {
  test.setTimeout(400_000);
  const [desk, manager] = [await house.enter("Front desk"), await house.enter("Manager")];
  const api = desk.request;
  await through(async (text, n) => {
    const path = await added(api, n, "more");
    const shown = async (where: string, what: string): Promise<boolean> => (await (await api.get(where)).text()).includes(escaped(what));
    // A file's name: what no file system keeps is left out.
    const multipart = { file: { name: text || "x", mimeType: "text/plain", buffer: Buffer.from("A letter.") } };
    const file = await api.post(`${path}/documents`, { multipart, maxRedirects: 0, headers: { "sec-fetch-site": "same-origin" } });
    // A part's head with a control character in it is none, nor is one whose name ends in a backslash: refused, nothing kept.
    if (file.status() === 400 && /[\u0000-\u001f\u007f]/.test(text)) return undefined;
    if (file.status() === 422 && text.endsWith("\\")) return undefined;
    if (file.status() !== 303) return `as a file's name answered ${file.status()}`;
    const list = await (await api.get(`${path}/documents`)).text();
    const document = /href="([^"?]*\/documents\/doc_[^"?/]*)"/.exec(list)?.[1];
    if (!document) return "its file is not listed";
    const got = await api.get(document);
    if (got.status() !== 200 || !/^attachment; filename="[^"\r\n]+"; filename\*=UTF-8''[^ ]+$/.test(got.headers()["content-disposition"] ?? "")) return "its file does not come back";
    // An insurer's name and a number.
    const kept = await api.post(`${path}/numbers`, form({ kind: "other", number: text, issuer: text }));
    if (kept.status() === 303) {
      if (!(await shown(`${path}/numbers`, spaced(unmarked(text))))) return "as an issuer is not shown";
      const page = await (await api.get(`${path}/numbers`)).text();
      const opening = /formaction="([^"]+)"/.exec(page)?.[1] ?? "";
      const opened = await api.post(opening, form({ reason: "words", words: text }));
      if (opened.status() !== 200 || !(await opened.text()).includes(`role="status">${escaped(spaced(unmarked(text)))}</bdi>`)) return `as a number does not come back: ${opened.status()}`;
    } else {
      const why = await refused(kept, text);
      if (why) return `as a number ${why}`;
    }
    // A label.
    const label = await manager.request.post(`${CLINIC}/clients/tags`, form({ name: text }));
    if (label.status() !== 303) {
      const why = await refused(label, text);
      return why ? `as a label ${why}` : undefined;
    }
    const labels = await (await manager.request.get(`${CLINIC}/clients/tags`)).text();
    if (!labels.includes(`<bdi>${escaped(spaced(unmarked(text)))}</bdi>`)) return "as a label is not shown";
    const edit = labels.split(`<bdi>${escaped(spaced(unmarked(text)))}</bdi>`)[1]?.match(/href="([^"]*\/clients\/tags\/tag_[^"]*)"/)?.[1];
    const gone = await manager.request.post(`${edit}/removal`, form({}));
    return gone.status() === 303 ? undefined : `as a label is not removed: ${gone.status()}`;
  });
});
