// A version of the notice adds uses: whoever was there before is asked, says no or yes with one press, and changes it with one.
// In a demo of its own, because what is added waits for everybody.
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { CLINIC, DESK, PHONE, axe, axeOfLayout, expect, shoot, test } from "./help";
import { OPENS } from "./when";

test("a_use_that_the_notice_adds_waits_for_the_readers_yes", async ({ house }) => {
  const data = await mkdtemp(join(tmpdir(), "keepwell-agreement-"));
  let server: ChildProcess | undefined;
  try {
    // A clinic that began with a directory alone: it arranges no visits, and sends no bills.
    const own = ["demo", "--edition", "directory", "--port", "0", "--data", data, "--fresh", "--at", OPENS];
    const serving = spawn(process.env.KEEPWELL_PROGRAM ?? "", own, {
      env: { ...process.env, KEEPWELL_LIMITS: "off" },
      stdio: ["ignore", "pipe", "inherit"],
    });
    server = serving;
    const home = await new Promise<string>((found) => {
      createInterface({ input: serving.stdout }).on("line", (line) => {
        const ready = /^ready (http:\/\/\S+)/.exec(line)?.[1];
        if (ready) found(ready);
      });
    });
    const manager = await house.someone({ ...DESK, baseURL: home });
    await manager.goto("/");
    await manager.getByRole("button", { name: "Enter as Manager" }).first().click();
    await manager.waitForURL(/\/c\//);
    const main = manager.locator("main");
    // Whoever runs the program lets it do more: the clinic arranges visits and sends bills from now on.
    const run = promisify(execFile);
    await run(process.env.KEEPWELL_PROGRAM ?? "", ["clinic", "edition", "linden-quay", "all", "--anyway", "--data", data]);
    await expect(async () => {
      await manager.goto(`${CLINIC}/me?lang=en`);
      await expect(manager.getByRole("heading", { name: "We ask you first" })).toBeVisible({ timeout: 500 });
    }).toPass({ timeout: 30_000 });
    const panel = main.locator("section", { has: manager.getByRole("heading", { name: "We ask you first" }) });
    await expect(panel).toContainText("charging and paying");
    await axe(manager);
    await axeOfLayout(manager, "dark");
    await shoot(manager, "agreement-asked", { rtl: `${CLINIC}/me?lang=ar` });

    // A no, then a yes, each by one press; and the receipt of the yes.
    const ask = (purpose: string) => manager.locator(`[id^="use-${purpose}-"]`);
    await manager.goto(`${CLINIC}/me/consents?lang=en`);
    await ask("billing").getByRole("button", { name: /^No/ }).click();
    await expect(ask("billing")).toContainText("Said no on");
    await ask("care").getByRole("button", { name: /^Yes, I agree/ }).click();
    await expect(ask("care")).toContainText("Agreed on");
    await axe(manager);
    await shoot(manager, "agreement-answered", { rtl: `${CLINIC}/me/consents?lang=ar` });
    await ask("billing").getByRole("button", { name: /^Yes, I agree/ }).click();
    await expect(ask("billing")).toContainText("Agreed on");
    await ask("care").getByRole("link", { name: "Receipt" }).click();
    await expect(main).toContainText("You agreed to this.");
    await axe(manager);

    // Whoever reads the notice finds what the version added.
    const visitor = await house.someone({ ...PHONE, baseURL: home });
    await visitor.goto(`${CLINIC}/notice/versions/2?lang=en`);
    await expect(visitor.getByRole("heading", { name: "Uses that this version added" })).toBeVisible();
    await axe(visitor);
    await shoot(visitor, "agreement-version", { few: true, rtl: `${CLINIC}/notice/versions/2?lang=ar` });
  } finally {
    server?.kill();
    await rm(data, { recursive: true, force: true });
  }
});
