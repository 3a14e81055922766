"use strict";

const path = require("node:path");
const vscode = require("vscode");

const { said } = require("./words");

/** @typedef {import("./pychang").Runner} Runner */
/** @typedef {"build" | "check" | "play"} Command */
/** @typedef {vscode.TaskDefinition & {command: Command, file?: string, section?: string}} Definition */

const TERMINATION_MS = 3000;

/** @type {Record<Command, {group?: vscode.TaskGroup, finds: boolean}>} finds: its mistakes go to the Problems view */
const COMMANDS = {
  play: { finds: false },
  build: { group: vscode.TaskGroup.Build, finds: true },
  check: { group: vscode.TaskGroup.Test, finds: true },
};

/** Tasks that run PyChang, for the menus, for `tasks.json`, and for the lens above each section. */
class Tasks {
  /** @param {() => Promise<Runner | undefined>} runner */
  constructor(runner) {
    this.runner = runner;
    /** @type {vscode.TaskExecution | undefined} what is being sung aloud */
    this.singing = undefined;
  }

  /** For the song in the editor. */
  async provideTasks() {
    const document = vscode.window.activeTextEditor?.document;
    const runner = document?.languageId === "chang" && document.uri.scheme === "file" ? await this.runner() : undefined;
    if (!document || !runner) return [];
    const commands = /** @type {Command[]} */ (Object.keys(COMMANDS));
    return commands.map((command) => task({ type: "chang", command, file: document.uri.fsPath }, runner));
  }

  /**
   * For a task that was written into `tasks.json`.
   * @param {vscode.Task} written
   */
  async resolveTask(written) {
    const definition = /** @type {Definition} */ (written.definition);
    const runner = definition.command in COMMANDS ? await this.runner() : undefined;
    return runner && task(definition, runner, written.scope);
  }

  /**
   * Run a command on a song as it stands in the editor.
   * @param {Command} command
   * @param {vscode.Uri | string | undefined} song else: the one in the editor
   * @param {string} [section]
   */
  async run(command, song, section) {
    const uri =
      typeof song === "string" ? vscode.Uri.parse(song) : (song ?? vscode.window.activeTextEditor?.document.uri);
    if (uri?.scheme !== "file") return void vscode.window.showInformationMessage(said(...SAVE_FIRST));
    const runner = await this.runner();
    if (!runner || !(await saved(uri))) return;
    /** @type {Definition} */
    const definition = { type: "chang", command, file: uri.fsPath, ...(section ? { section } : {}) };
    const scope = vscode.workspace.getWorkspaceFolder(uri);
    if (command === "play") await this.stopSinging();
    const execution = await vscode.tasks.executeTask(task(definition, runner, scope));
    if (command === "play") this.singing = execution;
  }

  /** @param {vscode.TaskExecution} execution */
  ended(execution) {
    if (this.singing === execution) this.singing = undefined;
  }

  /** One song at a time: wait until the one before is silent. @private */
  async stopSinging() {
    const { singing } = this;
    if (!singing) return;
    const silent = new Promise((resolve) => {
      const listening = vscode.tasks.onDidEndTask(({ execution }) => {
        if (execution === singing) resolve(listening.dispose());
      });
      setTimeout(() => resolve(listening.dispose()), TERMINATION_MS);
    });
    singing.terminate();
    await silent;
    this.singing = undefined;
  }
}

/**
 * @param {Definition} definition
 * @param {Runner} runner
 * @param {vscode.WorkspaceFolder | vscode.TaskScope} [scope]
 */
function task(definition, runner, scope = vscode.TaskScope.Workspace) {
  const { command, file, section } = definition;
  const { group, finds } = COMMANDS[command];
  const args = [...runner.args, ...commandLine(definition)];
  const execution = new vscode.ProcessExecution(runner.program, args, { env: { PYTHONUTF8: "1" } });
  const name = [command, file ? path.basename(file) : "", section ? `[${section}]` : ""].filter(Boolean).join(" ");
  const made = new vscode.Task(definition, scope, name, "chang", execution, finds ? ["$chang"] : []);
  made.group = group;
  made.presentationOptions = { clear: true, showReuseMessage: false, panel: vscode.TaskPanelKind.Dedicated };
  return made;
}

/**
 * What comes after `pychang`.
 * @param {Definition} definition
 */
function commandLine({ command, file = "${file}", section }) {
  const format = COMMANDS[command].finds ? ["--output-format", "short"] : [];
  return [command, ...format, file, ...(command === "play" && section ? ["--section", section] : [])];
}

/**
 * Write a song to its file if it is open and changed; whether it is there now as the editor shows it.
 * @param {vscode.Uri} uri
 */
async function saved(uri) {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  return !open?.isDirty || open.save();
}

/** @type {[string, string]} */
const SAVE_FIRST = ["먼저 악보를 .chang 파일로 저장하세요.", "Save the song to a .chang file first."];

module.exports = { Tasks, commandLine };
