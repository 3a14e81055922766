"use strict";

const vscode = require("vscode");

const { sectionRanges } = require("./sections");
const { Server } = require("./server");
const { Tasks } = require("./tasks");

/** @type {Server | undefined} */
let server;

/**
 * Called by the editor when the first song is opened.
 * @param {vscode.ExtensionContext} context
 */
function activate(context) {
  const output = vscode.window.createOutputChannel("PyChang");
  const running = (server = new Server(output));
  const tasks = new Tasks(() => running.runner());
  const { registerCommand } = vscode.commands;
  context.subscriptions.push(
    output,
    vscode.languages.registerFoldingRangeProvider({ language: "chang" }, { provideFoldingRanges }),
    vscode.tasks.registerTaskProvider("chang", tasks),
    vscode.tasks.onDidEndTask(({ execution }) => tasks.ended(execution)),
    registerCommand("chang.play", (uri) => tasks.run("play", uri)),
    registerCommand("chang.build", (uri) => tasks.run("build", uri)),
    registerCommand("chang.check", (uri) => tasks.run("check", uri)),
    registerCommand("chang.singSection", (uri, section) => tasks.run("play", uri, section)),
    registerCommand("chang.restartServer", () => running.restart()),
    registerCommand("chang.showOutput", () => output.show()),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("chang.server.path")) void running.restart();
    }),
  );
  return running.restart();
}

/** Called when the editor closes, or the extension is turned off. */
function deactivate() {
  return server?.stop();
}

/** @param {vscode.TextDocument} document */
function provideFoldingRanges(document) {
  const ranges = sectionRanges(document.getText().split(/\r?\n/));
  return ranges.map(({ start, end }) => new vscode.FoldingRange(start, end));
}

module.exports = { activate, deactivate };
