// A clinic's first minutes: made from the command line, opened by its manager's link, set up in one form, booked.
import { DESK, PHONE, axe, expect, shoot, test } from "./help";
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const words = ["north", "--name", "North Pier Physiotherapy", "--zone", "Europe/Dublin", "--jurisdiction", "IE", "--manager", "edda@example.org", "--manager-name", "Edda Marsh"];

test("an empty clinic is open for booking after one form", async ({ house }) => {
  const program = process.env.KEEPWELL_PROGRAM ?? "";
  const data = await mkdtemp(join(tmpdir(), "keepwell-first-"));
  const env = { ...process.env, KEEPWELL_WEB__LISTEN: "127.0.0.1:0" };
  let server: ChildProcess | undefined;
  try {
    const said = execFileSync(program, ["--data", data, "clinic", "create", ...words], { env, encoding: "utf8" });
    const link = /\/c\/north\/password\/\S+/.exec(said)?.[0] ?? "";
    expect(link, said).not.toBe("");
    const serving = spawn(program, ["--data", data, "serve"], { env, stdio: ["ignore", "pipe", "inherit"] });
    server = serving;
    const home = await new Promise<string>((found) => {
      createInterface({ input: serving.stdout }).on("line", (line) => {
        const ready = /^ready (?:http:\/\/)?(\S+)/.exec(line)?.[1];
        if (ready) found(`http://${ready}`);
      });
    });

    const manager = await house.someone({ ...DESK, baseURL: home });
    await manager.goto(link);
    await manager.getByLabel("New password").fill("harbour quilt and eleven spoons");
    await manager.getByRole("button", { name: "Set it and sign in" }).click();
    await manager.waitForURL(/\/day/);
    await expect(manager.locator("main")).toContainText("This clinic is not set up yet");
    await shoot(manager, "first-day", { few: true });
    await manager.locator("main").getByRole("link", { name: "Set up" }).click();
    await expect(manager.getByRole("heading", { name: "Nobody can book yet" })).toBeVisible();
    await axe(manager);
    await shoot(manager, "first-overview", { few: true });
    await manager.getByRole("link", { name: "Set up in one form" }).click();

    const main = manager.locator("main");
    await main.locator("button.go").click();
    await expect(main.locator("[aria-invalid=true]").first()).toBeFocused();
    await axe(manager);
    await shoot(manager, "first-faults", { few: true });
    await main.getByLabel(/^Name of the place/).fill("North Pier");
    await main.getByLabel(/^Address/).fill("1 North Pier, Howth");
    await main.getByLabel(/^Who gives it/).fill("Edda Marsh");
    await main.getByLabel(/^What can be booked/).fill("First visit");
    await main.getByLabel(/^Price/).fill("70");
    await shoot(manager, "first");
    await main.locator("button.go").click();
    await expect(manager.getByRole("status")).toContainText("Visitors can book now");
    await expect(main).not.toContainText("Nobody can book yet");

    const visitor = await house.someone({ ...PHONE, baseURL: home });
    await visitor.goto("/c/north");
    await visitor.getByRole("link", { name: "First visit" }).click();
    await expect(visitor.locator(".first, .slot").first()).toBeVisible();
  } finally {
    server?.kill("SIGTERM");
    await rm(data, { recursive: true, force: true });
  }
});
