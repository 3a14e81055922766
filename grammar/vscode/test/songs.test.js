// Every song of the repository through vscode-textmate, the tokenizer of VS Code.
"use strict";

const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const { test } = require("node:test");
const oniguruma = require("vscode-oniguruma");
const textmate = require("vscode-textmate");

const ROOT = path.resolve(__dirname, "../../..");
const GRAMMAR = path.join(ROOT, "grammar/chang.tmLanguage.json");
const SONGS = path.join(ROOT, "songs");

async function loadGrammar() {
  await oniguruma.loadWASM(fs.readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm")).buffer);
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async () => textmate.parseRawGrammar(fs.readFileSync(GRAMMAR, "utf8"), GRAMMAR),
  });
  const grammar = await registry.loadGrammar("source.chang");
  assert.ok(grammar);
  return grammar;
}

test("no song has a stretch that cannot be read, or that is left without a scope, in composed or decomposed Hangul", async () => {
  const grammar = await loadGrammar();
  let stretches = 0;
  for (const name of fs.readdirSync(SONGS).filter((file) => file.endsWith(".chang"))) {
    const text = fs.readFileSync(path.join(SONGS, name), "utf8");
    for (const line of [...text.split("\n"), ...text.normalize("NFD").split("\n")]) {
      const { tokens, ruleStack } = grammar.tokenizeLine(line, textmate.INITIAL);
      assert.equal(ruleStack.depth, 1, `${name}: ${line} goes on into the next line`);
      for (const { startIndex, endIndex, scopes } of tokens) {
        const piece = line.slice(startIndex, endIndex);
        if (!piece.trim()) continue;
        stretches++;
        assert.ok(scopes.length > 1, `${name}: ${piece} in ${line}`);
        assert.ok(!scopes.some((scope) => scope.startsWith("invalid")), `${name}: ${piece} in ${line}`);
      }
    }
  }
  assert.ok(stretches > 1000);
});
