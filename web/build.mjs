// Bundles the styles and the script into dist/. The program embeds dist/ and gives each file a hashed address.
import { build, context } from "esbuild";
import { readFile, rm, writeFile } from "node:fs/promises";
import { brotliCompressSync, gzipSync } from "node:zlib";

const range = (from, to, step = 1) =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + i * step);

// The content security policy forbids style attributes, so every place an appointment can take is a class.
// Five minutes is the finest grain of the day; twelve hours is the longest slip.
const places = [
  ...range(0, 23).map((n) => `.h${n}{--h:${n}}`),
  ...range(0, 55, 5).map((n) => `.m${n}{--m:${n}}`),
  ...range(5, 720, 5).map((n) => `.d${n}{--d:${n}}`),
  ...range(0, 23).map((n) => `.from${n}{--from:${n}}`),
  ...range(1, 24).map((n) => `.hours${n}{--hours:${n}}`),
  ...range(1, 160).map((n) => `.cols${n}{--cols:${n}}`),
  ...range(1, 40).map((n) => `.span${n}{--span:${n}}`),
].join("\n");

const placesPlugin = {
  name: "places",
  setup(bundle) {
    bundle.onResolve({ filter: /^keepwell:places$/ }, () => ({ path: "places", namespace: "places" }));
    bundle.onLoad({ filter: /.*/, namespace: "places" }, () => ({ contents: places, loader: "css" }));
  },
};

const common = { bundle: true, minify: true, charset: "utf8", outdir: "dist", plugins: [placesPlugin], metafile: true };
const script = { ...common, entryPoints: ["src/app.ts", "src/calendar.ts", "src/week.ts", "src/passkey.ts"], format: "esm", target: "es2022" };
// Not lowered: light-dark() and relative colour must reach the browser, which resolves the tenant's colour.
const styles = { ...common, entryPoints: ["src/styles/app.css"], outbase: "src/styles", target: "esnext" };

await rm("dist", { recursive: true, force: true });
if (process.argv.includes("--watch")) {
  for (const options of [script, styles]) await (await context({ ...options, logLevel: "info" })).watch();
} else {
  for (const options of [script, styles]) {
    const { metafile } = await build(options);
    for (const name of Object.keys(metafile.outputs)) {
      const plain = await readFile(name);
      const small = brotliCompressSync(plain);
      // Packed here once, at the best level, instead of by the server at every answer.
      await writeFile(`${name}.br`, small);
      await writeFile(`${name}.gz`, gzipSync(plain, { level: 9 }));
      console.log(`${name}: ${(small.length / 1024).toFixed(1)} KB over the wire`);
      // A patient's first page is promised 60 KB in all, 30 KB of it script.
      if (small.length > 30 * 1024) throw new Error(`${name} is over 30 KB`);
    }
  }
}
