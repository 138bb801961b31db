// Starts the demo clinic on a free port with data of its own, and ends it with the run.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

const READY_MS = 60_000;

export default async function start(): Promise<() => Promise<void>> {
  const program = resolve(import.meta.dirname, process.env.KEEPWELL_BIN ?? "../target/debug/keepwell");
  const data = await mkdtemp(join(tmpdir(), "keepwell-e2e-"));
  const demo = spawn(program, ["demo", "--port", "0", "--data", data, "--fresh"], { stdio: ["ignore", "pipe", "inherit"] });

  const address = await new Promise<string>((found, failed) => {
    const late = setTimeout(() => failed(new Error(`${program} said nothing of being ready in ${READY_MS / 1000} s`)), READY_MS);
    demo.once("error", failed);
    demo.once("exit", (code) => failed(new Error(`${program} ended with ${code} before it was ready`)));
    // Read to the end of its life: a full pipe would stop the program.
    createInterface({ input: demo.stdout }).on("line", (line) => {
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

  return async () => {
    const ended = new Promise((done) => demo.once("exit", done));
    if (demo.exitCode === null && demo.kill("SIGTERM")) await ended;
    await rm(data, { recursive: true, force: true });
  };
}
