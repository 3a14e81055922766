"use strict";

const os = require("node:os");
const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

const { candidates, expanded, find } = require("./pychang");
const { said } = require("./words");

/** @typedef {import("./pychang").Runner} Runner */

/** The language server: found, started, and started again. */
class Server {
  /** @param {vscode.OutputChannel} output */
  constructor(output) {
    this.output = output;
    /** @type {LanguageClient | undefined} */
    this.client = undefined;
    /** @type {Promise<Runner | undefined> | undefined} */
    this.found = undefined;
    this.hasServer = false;
    /** @type {Promise<void>} */
    this.turn = Promise.resolve();
  }

  /** Start it, or start it again; one start after the other. */
  restart() {
    this.turn = this.turn.then(() => this.stop()).then(() => this.start());
    return this.turn;
  }

  /** How to run PyChang; undefined, and the user is told, if it is not there. Looked for again until it is. */
  async runner() {
    this.found ??= this.look();
    const runner = await this.found;
    if (!runner) this.found = undefined;
    return runner;
  }

  async stop() {
    const { client } = this;
    this.client = this.found = undefined;
    await client?.dispose().catch((why) => this.output.appendLine(String(why)));
  }

  /** @private */
  async start() {
    const runner = await this.runner();
    if (!runner || !this.hasServer) return;
    const client = new LanguageClient("chang", "PyChang", executable(runner), {
      documentSelector: ["file", "untitled"].map((scheme) => ({ scheme, language: "chang" })),
      diagnosticCollectionName: "chang",
      outputChannel: this.output,
    });
    this.client = client;
    await client.start().catch(() => this.complain(...DOES_NOT_START));
  }

  /**
   * @private
   * @returns {Promise<Runner | undefined>}
   */
  async look() {
    const written = vscode.workspace.getConfiguration("chang").get("server.path", "");
    const path = expanded(written, vscode.workspace.workspaceFolders?.[0]?.uri.fsPath);
    const found = await find(candidates(path, process.platform), (line) => this.output.appendLine(line));
    this.hasServer = found?.hasServer ?? false;
    if (!found) void this.complain(...(path ? notAt(path) : NOT_FOUND));
    else if (!found.hasServer) void this.complain(...TOO_OLD);
    return found?.runner;
  }

  /**
   * Say what is wrong, with what can be done about it.
   * @private
   * @param {string} ko
   * @param {string} en
   */
  async complain(ko, en) {
    const settings = said("설정 열기", "Open Settings");
    const again = said("다시 찾기", "Try Again");
    const details = said("자세히", "Details");
    const chosen = await vscode.window.showErrorMessage(said(ko, en), settings, again, details);
    if (chosen === settings) void vscode.commands.executeCommand("workbench.action.openSettings", "chang.server.path");
    if (chosen === again) void this.restart();
    if (chosen === details) this.output.show();
  }
}

/**
 * `pychang lsp`, over standard input and output. Run at home, so that no `pychang` folder of a workspace is imported.
 * @param {Runner} runner
 * @returns {import("vscode-languageclient/node").Executable}
 */
function executable(runner) {
  const env = { ...process.env, PYTHONUTF8: "1" };
  return { command: runner.program, args: [...runner.args, "lsp"], options: { cwd: os.homedir(), env } };
}

/** @type {[string, string]} */
const NOT_FOUND = [
  "pychang을 찾을 수 없습니다. 색칠만 하고, 틀린 곳을 찾거나 부르지는 못합니다. PyChang을 설치하거나, 설정 chang.server.path에 pychang이 있는 자리를 적으세요.",
  "pychang was not found, so songs are coloured but neither checked nor sung. Install PyChang, or write where it is into the setting chang.server.path.",
];
/** @type {[string, string]} */
const TOO_OLD = [
  "이 pychang에는 언어 서버가 없습니다(pychang lsp). PyChang을 새로 설치하고 ‘다시 찾기’를 누르세요.",
  "This pychang has no language server (pychang lsp). Update PyChang, then choose “Try Again”.",
];
/** @type {[string, string]} */
const DOES_NOT_START = [
  "PyChang 언어 서버(pychang lsp)가 시작하지 못했습니다. 까닭은 출력 창에 있습니다.",
  "The PyChang language server (pychang lsp) did not start. The output tells why.",
];

/**
 * @param {string} path
 * @returns {[string, string]}
 */
function notAt(path) {
  return [
    `chang.server.path에 적힌 ${path}에서 pychang을 실행할 수 없습니다. 자리를 고치거나, 비워서 PATH에서 찾게 하세요.`,
    `There is no pychang to run at ${path} (setting chang.server.path). Correct it, or leave it empty to search the PATH.`,
  ];
}

module.exports = { Server };
