// One file of JavaScript from src/ and what it requires, and beside it the licenses of what others wrote.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const esbuild = require("esbuild");

const HERE = path.dirname(__dirname);

/** @type {import("esbuild").BuildOptions} */
const OPTIONS = {
  absWorkingDir: HERE,
  entryPoints: ["src/extension.js"],
  outfile: "dist/extension.js",
  bundle: true,
  minify: true,
  platform: "node",
  target: "node18", // of VS Code 1.82
  format: "cjs",
  external: ["vscode"],
  legalComments: "none", // told in dist/licenses.txt
  metafile: true,
};

const { metafile } = esbuild.buildSync(OPTIONS);
fs.writeFileSync(path.join(HERE, "dist/licenses.txt"), licenses(Object.keys(metafile?.inputs ?? {})));

/**
 * Name, version and license of each package among the inputs.
 * @param {string[]} inputs
 */
function licenses(inputs) {
  const folders = new Set(inputs.flatMap((input) => input.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0] ?? []));
  return [...folders]
    .sort()
    .map(license)
    .join(`\n${"-".repeat(80)}\n\n`);
}

/** @param {string} folder */
function license(folder) {
  const at = path.join(HERE, folder);
  const { name, version } = JSON.parse(fs.readFileSync(path.join(at, "package.json"), "utf8"));
  const file = fs.readdirSync(at).find((entry) => /^licen[sc]e/i.test(entry));
  if (!file) throw new Error(`${folder} has no license file.`);
  return `${name} ${version}\n\n${fs.readFileSync(path.join(at, file), "utf8").trim()}\n`;
}
