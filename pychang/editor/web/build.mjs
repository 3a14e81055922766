// Bundles the page: src/ -> ../page/, which is what the wheel carries. `npm ci && npm run build`
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { context } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const page = join(here, "../page");
const grammar = join(here, "../../../grammar/chang.tmLanguage.json");
const litert = join(here, "node_modules/@litertjs/core/wasm/litert_wasm_compat_internal.wasm"); // see src/voice/litert.ts

/** Every file that the bundle is made of, sorted: what `sources.sha256` is over, here and in the tests. */
function sources() {
  const found = readdirSync(join(here, "src"), { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name));
  return [...found, join(here, "package-lock.json"), join(here, "build.mjs"), grammar].sort();
}

/** SHA-256 over each file's SHA-256 and its path from the repository's root. */
function fingerprint() {
  const whole = createHash("sha256");
  for (const path of sources()) {
    const one = createHash("sha256").update(readFileSync(path)).digest("hex");
    whole.update(`${one}  ${relative(join(here, "../../.."), path).replaceAll("\\", "/")}\n`);
  }
  return whole.digest("hex");
}

/** LiteRT's loader is a script that leaves a global behind; in the bundle it is a module like any other. */
const litertAsModule = {
  name: "litert",
  setup: (build) =>
    build.onLoad({ filter: /litert_wasm_compat_internal\.js$/ }, ({ path }) => ({
      contents: `${readFileSync(path, "utf8")}\nexport default ModuleFactory;`,
    })),
};

/** LiteRT's package leaves out the text of its licence; it is the same as TypeScript's. */
const apache = join(here, "node_modules/typescript/LICENSE");

/** The licences of all packages that are in the bundle, as they ask for: name, version, and the text. */
function licences(inputs) {
  const folders = Object.keys(inputs).flatMap((path) => path.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0] ?? []);
  return [...new Set(folders)].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(here, folder, "package.json"), "utf8"));
    const own = readdirSync(join(here, folder)).find((file) => /^licen[cs]e(\.\w+)?$/i.test(file));
    const whole = own ? join(here, folder, own) : license === "Apache-2.0" ? apache : null;
    if (!whole) throw new Error(`${name} brings no text of its licence`);
    const text = readFileSync(whole, "utf8").trim();
    return `${name} ${version} (${license})\n\n${text}`;
  });
}

const options = {
  entryPoints: {
    editor: join(here, "src/editor.ts"), // the page of `pychang edit`
    song: join(here, "src/song.ts"), // the page that `pychang edit --export` writes
    singer: join(here, "src/voice/singer.ts"), // the worker that sings in either
    style: join(here, "src/style.css"),
  },
  bundle: true,
  minify: !process.argv.includes("--watch"),
  format: "esm",
  target: "es2022",
  outdir: page,
  legalComments: "none", // all licences stand whole in licences.txt
  metafile: true,
  absWorkingDir: here,
  alias: { grammar },
  external: ["node:*"], // LiteRT's loader asks for them where there is a Node
  plugins: [litertAsModule],
  logLevel: "info",
};

rmSync(page, { recursive: true, force: true });
mkdirSync(page);
for (const name of ["editor.html", "song.html"]) copyFileSync(join(here, "src", name), join(page, name));
writeFileSync(join(page, "litert.wasm.gz"), gzipSync(readFileSync(litert), { level: 9 }));
const build = await context(options);
const { metafile } = await build.rebuild();
writeFileSync(join(page, "licences.txt"), `${licences(metafile.inputs).join(`\n\n${"─".repeat(60)}\n\n`)}\n`);
if (process.argv.includes("--watch")) await build.watch();
else {
  await build.dispose();
  writeFileSync(join(page, "sources.sha256"), `${fingerprint()}\n`);
}
