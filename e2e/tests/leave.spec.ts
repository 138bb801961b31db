// A clinic leaves: its manager decides it in so many words, everybody reads until when, and it is taken back. In a demo of its
// own, because a clinic that leaves takes nothing new of other tests either.
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { CLINIC, DESK, PHONE, axe, axeOfLayout, expect, shoot, test } from "./help";
import { OPENS } from "./when";

test("a clinic is asked to leave, says so everywhere, and is taken back", async ({ house }) => {
  const data = await mkdtemp(join(tmpdir(), "keepwell-leave-"));
  let server: ChildProcess | undefined;
  try {
    const serving = spawn(process.env.KEEPWELL_PROGRAM ?? "", ["demo", "--port", "0", "--data", data, "--fresh", "--at", OPENS], {
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
    await manager.goto(`${CLINIC}/setup`);
    const main = manager.locator("main");
    await main.getByRole("link", { name: "Leave this installation" }).click();
    await main.getByRole("button", { name: "Leave this installation" }).click();
    await expect(main.locator("#f-name")).toBeFocused();
    await axe(manager);
    await shoot(manager, "leave-refused", { few: true });
    await main.getByLabel(/^To be sure/).fill("Linden Quay Physiotherapy");
    await main.getByLabel(/^Why/).fill("We move to another program");
    await main.getByLabel(/^We leave without/).check();
    await main.getByRole("button", { name: "Leave this installation" }).click();
    await expect(manager.getByText("everybody who answers for the clinic is written to")).toBeVisible();
    await axe(manager);
    await axeOfLayout(manager, "dark");
    await shoot(manager, "leave-decided", { rtl: `${CLINIC}/setup/leave?lang=ar` });
    await manager.goto(`${CLINIC}/day?lang=en`);
    await expect(main.locator("xpath=..")).toContainText("leaves this installation on");
    await axe(manager);
    await shoot(manager, "leave-day", { few: true });

    const visitor = await house.someone({ ...PHONE, baseURL: home });
    await visitor.goto(CLINIC);
    await expect(visitor.getByRole("heading", { level: 1 })).toHaveText("This clinic takes no new bookings here");
    await axe(visitor);
    await shoot(visitor, "leave-public", { rtl: `${CLINIC}?lang=ar` });

    await manager.goto(`${CLINIC}/setup/leave`);
    await main.getByRole("button", { name: "Take it back and stay" }).click();
    await expect(manager.getByText("The clinic stays, and goes on where it was.")).toBeVisible();
    await visitor.goto(`${CLINIC}?lang=en`);
    await expect(visitor.getByRole("heading", { level: 1 })).not.toHaveText("This clinic takes no new bookings here");
  } finally {
    server?.kill();
    await rm(data, { recursive: true, force: true });
  }
});
