// Which of several places is nearest: found by the browser, which is asked only when pressed for, and sends nothing of it.
import { DESK, PHONE, axe, expect, shoot, test } from "./help";
import { OPENS } from "./when";
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const FRONT = "/c/linden-quay";
/** A reader near Bridge Street, and no number of theirs occurs in anything a page says. */
const HERE = { latitude: 53.3397531, longitude: -6.2918642, accuracy: 8 };

/** A demo of this file's own, with two places on the map. */
async function demo(data: string): Promise<{ server: ChildProcess; home: string }> {
  const server = spawn(process.env.KEEPWELL_PROGRAM ?? "", ["demo", "--port", "0", "--data", data, "--fresh", "--at", OPENS], {
    env: { ...process.env, KEEPWELL_LIMITS: "off" },
    stdio: ["ignore", "pipe", "ignore"],
  });
  const home = await new Promise<string>((found) => {
    createInterface({ input: server.stdout }).on("line", (line) => {
      const ready = /^ready (http:\/\/\S+)/.exec(line)?.[1];
      if (ready) found(ready);
    });
  });
  return { server, home };
}

test("a_position_stays_on_the_device", async ({ house }) => {
  const data = await mkdtemp(join(tmpdir(), "keepwell-nearest-"));
  const { server, home } = await demo(data);
  try {
    const manager = await house.someone({ ...DESK, baseURL: home });
    await manager.goto("/");
    await manager.getByRole("button", { name: "Enter as Manager" }).click();
    await manager.goto(`${FRONT}/setup/places`);
    await manager.locator("main").getByRole("link", { name: "Linden Quay" }).click();
    await manager.getByLabel(/^On the map/).fill("53.3467 -6.2389");
    await manager.getByRole("button", { name: "Save" }).click();
    await expect(manager.getByText("Two numbers with a comma between them").first()).toBeVisible();
    await shoot(manager, "setup-place-map", { few: true });
    await manager.getByLabel(/^On the map/).fill("53.3467, -6.2389");
    await manager.getByRole("button", { name: "Save" }).click();
    await manager.goto(`${FRONT}/setup/places/new`);
    await manager.getByLabel(/^Name/).fill("Bridge Street");
    await manager.getByLabel(/^Address/).fill("2 Bridge Street, Dublin");
    await manager.getByLabel(/^On the map/).fill("53.3438, -6.2751");
    await manager.getByRole("button", { name: "Save" }).click();
    await expect(manager.locator("main")).toContainText("Bridge Street");

    // Everything that leaves the browser, by whatever way, from the first page to the last.
    const reader = await house.someone({ ...PHONE, baseURL: home, geolocation: HERE, permissions: ["geolocation"] });
    const left: string[] = [];
    reader.context().on("request", async (request) => {
      left.push([request.url(), request.postData() ?? "", JSON.stringify(await request.allHeaders())].join("\n"));
    });
    reader.on("websocket", (socket) => {
      left.push(socket.url());
      socket.on("framesent", ({ payload }) => left.push(payload.toString()));
    });
    await reader.addInitScript(() => {
      const asked = { times: 0 };
      Object.assign(window, { asked });
      const ask = navigator.geolocation.getCurrentPosition.bind(navigator.geolocation);
      Object.defineProperty(navigator.geolocation, "getCurrentPosition", {
        value: (...all: Parameters<typeof ask>) => (asked.times++, ask(...all)),
      });
      Object.defineProperty(navigator.geolocation, "watchPosition", { value: () => (asked.times += 1000) });
    });
    const asked = () => reader.evaluate(() => (window as unknown as { asked: { times: number } }).asked.times);

    await reader.goto(FRONT);
    const button = reader.getByRole("button", { name: "Which is nearest?" });
    await expect(button).toBeVisible();
    expect(await asked()).toBe(0);
    const answer = reader.locator(".nearest [role=status]");
    await button.click();
    await expect(answer).toContainText("Bridge Street");
    await expect(answer).toContainText(/is nearest, about [12] km/);
    expect(await asked()).toBe(1);
    await axe(reader);
    await shoot(reader, "nearest");
    // Between the two, rounded to a kilometre, nobody could tell: and it says so.
    await reader.context().setGeolocation({ latitude: 53.3459731, longitude: -6.2578642 });
    await button.click();
    await expect(answer).toContainText("are about as near");
    await reader.context().setGeolocation(HERE);

    // They go on as anybody does, and sign in; and ask on their own page, in their language.
    await reader.getByRole("link", { name: "Review" }).click();
    await reader.goto("/");
    await reader.getByRole("button", { name: "Enter as Client" }).click();
    await reader.waitForURL(/\/me/);
    // A page that has nothing to find is refused by the browser itself.
    const refused = await reader.evaluate(
      () => new Promise<number>((done) => navigator.geolocation.getCurrentPosition(() => done(0), (fault) => done(fault.code))),
    );
    expect(refused).toBe(1);
    await reader.goto(`${FRONT}/me/visits?lang=ar`);
    await reader.locator(".nearest button").click();
    await expect(answer).toContainText("Bridge Street");
    await axe(reader);
    await shoot(reader, "nearest-own", { few: true });
    await reader.goto(`${FRONT}/me/visits?lang=en`);

    expect(left.length).toBeGreaterThan(10);
    const kept = await reader.evaluate(async () => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, await indexedDB.databases(), await caches.keys()]));
    // Neither what was read, nor what it was rounded to: a kilometre is a hundredth of a degree.
    for (const part of ["53.339", "6.291", "53.34", "6.29", "53.345", "6.257"]) {
      expect(left.filter((request) => request.includes(part)), part).toEqual([]);
      expect(kept).not.toContain(part);
    }

    // Who says no is told so, and nothing else happens.
    const shy = await house.someone({ ...PHONE, baseURL: home });
    await shy.context().grantPermissions([]);
    await shy.goto(FRONT);
    await shy.getByRole("button", { name: "Which is nearest?" }).click();
    await expect(shy.locator(".nearest [role=status]")).toContainText("did not allow it");
    await expect(shy.getByRole("button", { name: "Which is nearest?" })).toBeEnabled();
  } finally {
    const ended = new Promise((done) => server.once("exit", done));
    if (server.exitCode === null && server.kill("SIGTERM")) await ended;
    await rm(data, { recursive: true, force: true });
  }
});
