// The extension as it is shipped (dist/extension.js), in a stand-in for the editor, with a real process as its server.
"use strict";

const assert = require("node:assert/strict");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { afterEach, beforeEach, test } = require("node:test");

const { expanded, find } = require("../src/pychang");
const { Editor, Uri, load } = require("./helpers/editor");

const PYCHANG = path.join(__dirname, "helpers", "pychang");
const WAIT_MS = 10_000;

/** @type {Editor} */ let editor;
/** @type {any} */ let extension;
/** @type {string} */ let folder;
const environment = { ...process.env };

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "chang-"));
  process.env.PYCHANG_LOG = path.join(folder, "log");
  editor = new Editor();
  editor.serverPath = PYCHANG;
});

afterEach(async () => {
  await extension?.deactivate();
  extension = undefined;
  process.env = { ...environment };
  fs.rmSync(folder, { recursive: true });
});

async function activate() {
  extension = load(editor);
  await extension.activate({ subscriptions: [] });
}

/** What the server was told, and by which process. */
function heard() {
  const file = path.join(folder, "log");
  const lines = fs.existsSync(file) ? fs.readFileSync(file, "utf8").trim().split("\n") : [];
  return lines.map((line) => ({ pid: line.split(" ")[0], what: line.slice(line.indexOf(" ") + 1) }));
}

const times = (/** @type {string} */ message) => heard().filter(({ what }) => what === message).length;

/** @param {() => unknown} condition */
async function until(condition) {
  const end = Date.now() + WAIT_MS;
  while (!condition()) {
    assert.ok(Date.now() < end, `${condition} did not come true: ${editor.output.join("\n")}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const song = () => path.join(folder, "노래.chang");

test("it starts the server in the editor's language and shows what the server finds", async () => {
  const document = editor.open(song(), "| H4:4 |");
  await activate();
  assert.deepEqual(editor.errors, []);
  assert.ok(heard().some(({ what }) => what === "locale ko"));
  await until(() => editor.diagnostics[`chang ${document.uri}`]?.length);
  assert.equal(editor.diagnostics[`chang ${document.uri}`][0].code, "E203");
});

test("restarting ends the server and starts another; so does a new path", async () => {
  await activate();
  await editor.commands["chang.restartServer"]();
  await until(() => times("initialized") === 2);
  const affectsConfiguration = (/** @type {string} */ name) => name === "chang.server.path";
  editor.events.emit("configuration", { affectsConfiguration });
  await until(() => times("initialized") === 3);
  assert.equal(times("exit"), 2);
  assert.equal(new Set(heard().map(({ pid }) => pid)).size, 3);
});

test("turning the extension off ends the server", async () => {
  await activate();
  await extension.deactivate();
  await until(() => heard().at(-1)?.what === "exit");
});

const NOT_THERE = {
  ko: /^chang\.server\.path에 적힌 .*없는-곳에서 pychang을 실행할 수/,
  en: /^There is no pychang to run at .*없는-곳/,
};

for (const [language, expected] of Object.entries(NOT_THERE)) {
  test(`where there is no pychang, it says what to do (${language})`, async () => {
    editor.language = language;
    editor.serverPath = path.join(folder, "없는-곳");
    editor.answer = (_, settings) => settings;
    await activate();
    await until(() => editor.executed.length);
    assert.match(editor.errors[0], expected);
    assert.deepEqual(editor.executed, [["workbench.action.openSettings", "chang.server.path"]]);
    assert.ok(editor.output.some((line) => line.includes("없는-곳")));
  });
}

test("it is looked for again when a song is to be sung, and sings once it is there", async () => {
  editor.serverPath = path.join(folder, "pychang");
  editor.open(song(), "");
  await activate();
  await editor.commands["chang.play"]();
  assert.equal(editor.errors.length, 2);
  assert.equal(editor.executed.length, 0);
  fs.symlinkSync(PYCHANG, editor.serverPath);
  await editor.commands["chang.play"]();
  assert.deepEqual(editor.executed[0].execution.args, ["play", song()]);
});

test("the setting may start from the home folder or the workspace folder", () => {
  assert.equal(expanded(" ~/bin/pychang ", undefined), `${os.homedir()}/bin/pychang`);
  assert.equal(expanded("${workspaceFolder}/.venv/bin/pychang", "/노래"), "/노래/.venv/bin/pychang");
  assert.equal(expanded("~노래/pychang", undefined), "~노래/pychang");
});

test("another program in the place of pychang is not taken for an old one", async () => {
  editor.serverPath = process.execPath;
  await activate();
  await until(() => editor.errors.length);
  assert.match(editor.errors[0], /에서 pychang을 실행할 수 없습니다/);
});

test("with nothing on the PATH it tries Python, then says how to install", async () => {
  editor.serverPath = "";
  process.env.PATH = folder;
  await activate();
  await until(() => editor.errors.length);
  assert.match(editor.errors[0], /PyChang을 설치하거나/);
  const tried = editor.output.map((line) => line.split(":")[0]).filter((line) => line.endsWith("lsp --help"));
  const python = process.platform === "win32" ? "py -3" : "python3";
  const ways = ["pychang", `${python} -m pychang`, "python -m pychang"];
  assert.deepEqual(
    tried,
    ways.map((way) => `${way} lsp --help`),
  );
});

test("an old pychang sings, but has no server", async () => {
  process.env.OLD_PYCHANG = "1";
  editor.open(song(), "| C4:4 |");
  await activate();
  await until(() => editor.errors.length);
  assert.match(editor.errors[0], /언어 서버가 없습니다/);
  assert.equal((await editor.taskProvider.provideTasks()).length, 3);
});

test("the lens above a section sings that section, after writing the song", async () => {
  const document = editor.open(song(), "[후렴]\n| C4:4 |");
  document.isDirty = true;
  await activate();
  await editor.commands["chang.singSection"](document.uri.toString(), "후렴");
  assert.equal(document.saves.count, 1);
  const [task] = editor.executed;
  assert.equal(task.execution.process, PYCHANG);
  assert.deepEqual(task.execution.args, ["play", song(), "--section", "후렴"]);
  assert.equal(task.name, "play 노래.chang [후렴]");
});

test("a second section is sung when the first is silent", async () => {
  const { uri } = editor.open(song(), "");
  await activate();
  await editor.commands["chang.singSection"](uri.toString(), "1절");
  await editor.commands["chang.singSection"](uri.toString(), "후렴");
  assert.deepEqual(editor.terminated, [editor.executed[0]]);
  assert.equal(editor.executed[1].definition.section, "후렴");
});

test("a song that is no file yet is asked to be saved", async () => {
  editor.active = { document: { uri: Uri.parse("untitled:Untitled-1"), languageId: "chang" } };
  await activate();
  await editor.commands["chang.play"]();
  assert.deepEqual(editor.executed, []);
  assert.match(editor.errors[0], /저장하세요/);
});

test("tasks for the song in the editor: play, build, check", async () => {
  editor.open(song(), "");
  await activate();
  const tasks = await editor.taskProvider.provideTasks();
  assert.deepEqual(
    tasks.map((/** @type {any} */ task) => [task.execution.args, task.problemMatchers, task.group]),
    [
      [["play", song()], [], undefined],
      [["build", "--output-format", "short", song()], ["$chang"], "build"],
      [["check", "--output-format", "short", song()], ["$chang"], "test"],
    ],
  );
});

test("a task from tasks.json is filled in; the song in the editor if it names none", async () => {
  await activate();
  const definition = { type: "chang", command: "play", section: "후렴" };
  const task = await editor.taskProvider.resolveTask({ definition, scope: 1 });
  assert.deepEqual(task.execution.args, ["play", "${file}", "--section", "후렴"]);
  assert.equal(task.definition, definition); // VS Code takes no other
  assert.equal(await editor.taskProvider.resolveTask({ definition: { type: "chang", command: "dance" } }), undefined);
});

test("sections fold, without the empty lines and the remarks above the next", async () => {
  await activate();
  const lines = ["title: 가", "[1절]", "| C4:4 |", "> 가", "", "// 다음은 후렴", "[후렴]", "| C4:4 |", "", "[빈]"];
  const ranges = editor.foldingProvider.provideFoldingRanges({ getText: () => lines.join("\r\n") });
  assert.deepEqual(
    ranges.map((/** @type {any} */ { start, end }) => [start, end]),
    [
      [1, 3],
      [6, 7],
    ],
  );
});

test("the real `pychang lsp` finds the same mistake (PYCHANG=path)", async (t) => {
  const program = process.env.PYCHANG;
  if (!program) return t.skip("no PYCHANG");
  const found = await find([{ program, args: [] }], () => {});
  if (!found?.hasServer) return t.skip(`${program} has no language server`);
  editor.serverPath = program;
  const document = editor.open(song(), "| H4:4 |");
  await activate();
  await until(() => editor.diagnostics[`chang ${document.uri}`]?.length);
  assert.equal(editor.diagnostics[`chang ${document.uri}`][0].code, "E203");
});
