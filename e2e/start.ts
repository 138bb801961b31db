// Starts the demo clinic on a free port with data of its own, and ends it with the run. Builds it first unless
// KEEPWELL_BIN names a program.
import { execFileSync, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { OPENS } from "./tests/when.ts";

const READY_MS = 60_000;

function built(): string {
  if (process.env.KEEPWELL_BIN) return resolve(process.env.KEEPWELL_BIN);
  const root = resolve(import.meta.dirname, "..");
  execFileSync("make", ["--silent", "web"], { cwd: root, stdio: "inherit" });
  execFileSync("cargo", ["build", "--quiet", "--locked", "-p", "keepwell"], { cwd: root, stdio: "inherit" });
  return join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "debug/keepwell");
}

export default async function start(): Promise<() => Promise<void>> {
  const program = built();
  const data = await mkdtemp(join(tmpdir(), "keepwell-e2e-"));
  // The clock begins at the same hour of the same Tuesday, so that there is always a day under way to look at.
  mkdirSync(join(import.meta.dirname, "test-results"), { recursive: true });
  const log = openSync(join(import.meta.dirname, "test-results/keepwell.log"), "w");
  const demo = spawn(program, ["demo", "--port", "0", "--data", data, "--fresh", "--at", OPENS], {
    stdio: ["ignore", "pipe", log],
    env: { ...process.env, KEEPWELL_LIMITS: "off" },
  });
  closeSync(log);

  const address = await new Promise<string>((found, failed) => {
    const late = setTimeout(() => failed(new Error(`${program} said nothing of being ready in ${READY_MS / 1000} s`)), READY_MS);
    demo.once("error", failed);
    demo.once("exit", (code) => failed(new Error(`${program} ended with ${code} before it was ready`)));
    // Read to the end of its life: a full pipe would stop the program.
    createInterface({ input: demo.stdout! }).on("line", (line) => {
      const ready = /^ready (http:\/\/\S+)/.exec(line);
      if (!ready?.[1]) return;
      clearTimeout(late);
      found(ready[1]);
    });
  }).catch(async (fault: unknown) => {
    demo.kill();
    await rm(data, { recursive: true, force: true });
    throw fault;
  });
  process.env.KEEPWELL_URL = address;
  process.env.KEEPWELL_PROGRAM = program;

  return async () => {
    const ended = new Promise((done) => demo.once("exit", done));
    if (demo.exitCode === null && demo.kill("SIGTERM")) await ended;
    await rm(data, { recursive: true, force: true });
  };
}
