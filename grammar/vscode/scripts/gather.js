// Bring in what the repository has only once: the grammar and the license. The version must be the compiler's.
"use strict";

const fs = require("node:fs");
const path = require("node:path");

const HERE = path.dirname(__dirname);
const ROOT = path.resolve(HERE, "../..");
const COPIES = { "grammar/chang.tmLanguage.json": "syntaxes/chang.tmLanguage.json", LICENSE: "LICENSE" };

const { version } = JSON.parse(fs.readFileSync(path.join(HERE, "package.json"), "utf8"));
const compiler = fs.readFileSync(path.join(ROOT, "pychang/__init__.py"), "utf8").match(/__version__ = "(.*)"/)?.[1];
if (version !== compiler) {
  console.error(`package.json has version ${version}, pychang/__init__.py has ${compiler}.`);
  process.exit(1);
}
for (const [from, to] of Object.entries(COPIES)) {
  fs.mkdirSync(path.dirname(path.join(HERE, to)), { recursive: true });
  fs.copyFileSync(path.join(ROOT, from), path.join(HERE, to));
}
