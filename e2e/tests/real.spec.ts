// The report over real appointments, where they lie beside the repository: they are not ours to keep in it.
import { execFileSync, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { expect, shoot, test } from "./help";

const root = resolve(import.meta.dirname, "../..");
const data = resolve(root, process.env.KEEPWELL_REAL_DATA ?? "../shared/data/medical-appointments-2016.csv.gz");

test("the manager sees the attendance of 110,527 real appointments", async ({ house }) => {
  test.skip(!existsSync(data), `${data} is not there`);
  test.setTimeout(300_000);
  const program = process.env.KEEPWELL_PROGRAM ?? "";
  const folder = await mkdtemp(join(tmpdir(), "keepwell-real-"));
  const run = (...words: string[]) => execFileSync(program, ["--data", folder, ...words], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  try {
    const said = run("clinic", "create", "vitoria", "--name", "Vitória", "--zone", "America/Sao_Paulo", "--jurisdiction", "BR", "--currency", "BRL", "--manager", "m@example.org", "--manager-name", "Marta Lima");
    const password = /\/c\/vitoria\/password\/\S+/.exec(said)?.[0] ?? "";
    const mapping = join(root, "docs/mappings/medical-appointments-2016.toml");
    expect(run("import", "appointments", data, "--clinic", "vitoria", "--mapping", mapping)).toContain("110527 rows: 110527 written");

    const serving = spawn(program, ["--data", folder, "serve"], { stdio: ["ignore", "pipe", "ignore"], env: { ...process.env, KEEPWELL_WEB__LISTEN: "127.0.0.1:0" } });
    try {
      const address = await new Promise<string>((found, failed) => {
        serving.once("exit", (code) => failed(new Error(`ended with ${code}`)));
        createInterface({ input: serving.stdout! }).on("line", (line) => {
          const ready = /^ready (\S+)/.exec(line)?.[1];
          if (ready) found(ready.startsWith("http") ? ready : `http://${ready}`);
        });
      });
      const manager = await house.someone({ baseURL: address, viewport: { width: 1440, height: 900 } });
      await manager.goto(password);
      await manager.getByLabel("New password").fill("harbour quilt and eleven spoons");
      await manager.getByRole("button", { name: "Set it and sign in" }).click();
      await manager.goto("/c/vitoria/reports/attendance?all=1");
      await expect(manager.locator("main")).toContainText("22,319 of 110,527 visits were missed, 20.2%");
      const sum = async (table: number, cell: number) => {
        const texts = await manager.getByRole("table").nth(table).locator(`tbody td:nth-of-type(${cell})`).allInnerTexts();
        return texts.reduce((sum, text) => sum + Number(text.replace(/\D/g, "")), 0);
      };
      for (const table of [0, 1, 2]) {
        expect(await sum(table, 1), "every visit is in one row of each table").toBe(110_527);
        expect(await sum(table, 3)).toBe(22_319);
      }
      await shoot(manager, "report-real");
    } finally {
      const ended = new Promise((done) => serving.once("exit", done));
      if (serving.exitCode === null && serving.kill("SIGTERM")) await ended;
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
