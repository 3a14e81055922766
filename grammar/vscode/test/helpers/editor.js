// A stand-in for the editor: the parts of `vscode` that the extension and vscode-languageclient ask for.
"use strict";

const { EventEmitter } = require("node:events");
const Module = require("node:module");
const path = require("node:path");
const { pathToFileURL, fileURLToPath } = require("node:url");

class Uri {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
    this.scheme = text.slice(0, text.indexOf(":"));
  }
  static parse = (/** @type {string} */ text) => new Uri(text);
  static file = (/** @type {string} */ at) => new Uri(pathToFileURL(at).href);
  get fsPath() {
    return this.scheme === "file" ? fileURLToPath(this.text) : "";
  }
  toString() {
    return this.text;
  }
}

class Task {
  /** @param {any[]} given */
  constructor(...given) {
    const [definition, scope, name, source, execution, problemMatchers] = given;
    Object.assign(this, { definition, scope, name, source, execution, problemMatchers });
  }
}

class ProcessExecution {
  /** @param {any[]} given */
  constructor(...given) {
    const [process, args, options] = given;
    Object.assign(this, { process, args, options });
  }
}

class FoldingRange {
  /** @param {number} start @param {number} end */
  constructor(start, end) {
    Object.assign(this, { start, end });
  }
}

/** What the editor was told, and what it is asked to say: one for each test. */
class Editor {
  language = "ko";
  serverPath = "";
  /** @type {any[]} */ documents = [];
  /** @type {any} */ active = undefined;
  /** @type {string[]} */ errors = [];
  /** @type {string[]} */ output = [];
  /** @type {any[]} */ executed = [];
  /** @type {Record<string, (...args: any[]) => any>} */ commands = {};
  /** @type {Record<string, any>} */ diagnostics = {};
  /** @type {any} */ taskProvider = undefined;
  /** @type {any} */ foldingProvider = undefined;
  /** @type {any[]} */ terminated = [];
  events = new EventEmitter();
  /** @type {(message: string, ...buttons: string[]) => string | undefined} */ answer = () => undefined;

  /** Open a song in the editor, before the extension is loaded. @param {string} at @param {string} text */
  open(at, text) {
    const saves = { count: 0 };
    const document = {
      uri: Uri.file(at),
      languageId: "chang",
      version: 1,
      isDirty: false,
      isClosed: false,
      getText: () => text,
      saves,
      save: async () => (saves.count++, (document.isDirty = false), true),
    };
    this.documents.push(document);
    this.active = { document };
    return document;
  }

  on = (/** @type {string} */ name) => (/** @type {any} */ listener, /** @type {any} */ self) => {
    const bound = self ? listener.bind(self) : listener;
    this.events.on(name, bound);
    return { dispose: () => this.events.off(name, bound) };
  };

  /** The module `vscode`: what is not here is an empty class. */
  module() {
    const known = { ...CLASSES, ...this.namespaces() };
    const get = (/** @type {any} */ all, /** @type {string} */ name) => (name in all ? all[name] : class {});
    return new Proxy(known, { get });
  }

  /** @private */
  namespaces() {
    return {
      version: "1.82.0",
      env: namespace({ language: this.language, appName: "test" }),
      extensions: namespace({ all: [] }),
      window: namespace(this.window()),
      workspace: namespace(this.workspace()),
      tasks: namespace(this.tasks()),
      languages: namespace(this.languages()),
      commands: namespace({
        registerCommand: (/** @type {string} */ name, /** @type {any} */ run) => kept((this.commands[name] = run)),
        executeCommand: async (/** @type {any[]} */ ...given) => void this.executed.push(given),
      }),
    };
  }

  /** @private */
  window() {
    const { output } = this;
    const append = (/** @type {string} */ text) => output.push(text);
    const channel = { append, appendLine: append, show: () => output.push("(shown)"), dispose() {} };
    return {
      activeTextEditor: this.active,
      visibleTextEditors: [],
      tabGroups: namespace({ all: [] }),
      createOutputChannel: () => channel,
      showInformationMessage: async (/** @type {string} */ message) => void this.errors.push(message),
      showErrorMessage: async (/** @type {string} */ message, /** @type {string[]} */ ...buttons) => {
        this.errors.push(message);
        return this.answer(message, ...buttons);
      },
    };
  }

  /** @private */
  workspace() {
    /** @param {string} name @param {any} otherwise */
    const get = (name, otherwise) => (name === "server.path" ? this.serverPath : otherwise);
    return {
      workspaceFolders: undefined,
      textDocuments: this.documents,
      notebookDocuments: [],
      getConfiguration: () => ({ get }),
      getWorkspaceFolder: () => undefined,
      onDidChangeConfiguration: this.on("configuration"),
    };
  }

  /** @private */
  tasks() {
    return {
      onDidEndTask: this.on("task ended"),
      registerTaskProvider: (/** @type {string} */ _, /** @type {any} */ provider) =>
        kept((this.taskProvider = provider)),
      executeTask: async (/** @type {any} */ task) => {
        this.executed.push(task);
        const execution = { task, terminate: () => this.terminate(execution) };
        return execution;
      },
    };
  }

  /** @private @param {any} execution */
  terminate(execution) {
    this.terminated.push(execution.task);
    setImmediate(() => this.events.emit("task ended", { execution }));
  }

  /** @private */
  languages() {
    return {
      registerFoldingRangeProvider: (/** @type {any} */ _, /** @type {any} */ provider) =>
        kept((this.foldingProvider = provider)),
      match: (/** @type {any} */ selector, /** @type {any} */ document) =>
        [selector].flat().some((/** @type {any} */ one) => one.language === document.languageId) ? 10 : 0,
      createDiagnosticCollection: (/** @type {string} */ name) => ({
        set: (/** @type {any} */ uri, /** @type {any} */ found) => (this.diagnostics[`${name} ${uri}`] = found),
        delete() {},
        clear() {},
        dispose() {},
      }),
    };
  }
}

/** `source.fixAll.pychang` is `Empty.append("source")` and so on. */
class CodeActionKind {
  static Empty = new CodeActionKind("");

  /** @param {string} value */
  constructor(value) {
    this.value = value;
  }

  /** @param {string} part */
  append(part) {
    return new CodeActionKind(this.value ? `${this.value}.${part}` : part);
  }
}

const CLASSES = {
  CodeActionKind,
  Uri,
  Task,
  ProcessExecution,
  FoldingRange,
  TaskGroup: { Build: "build", Test: "test" },
  TaskScope: { Workspace: 2 },
  TaskPanelKind: { Dedicated: 2 },
  Disposable: class {
    /** @param {() => void} dispose */
    constructor(dispose) {
      this.dispose = dispose;
    }
  },
  CancellationTokenSource: class {
    token = { isCancellationRequested: false, onCancellationRequested: kept };
    cancel() {}
    dispose() {}
  },
  EventEmitter: class {
    own = new EventEmitter();
    event = (/** @type {any} */ listener) => kept(this.own.on("it", listener));
    fire = (/** @type {any} */ value) => this.own.emit("it", value);
    dispose() {}
  },
};

/** What registering something returns. @param {unknown} [_] */
function kept(_) {
  return { dispose() {} };
}

/** An object whose other members are functions that return something to dispose of. @param {object} known */
function namespace(known) {
  const get = (/** @type {any} */ all, /** @type {string} */ name) => (name in all ? all[name] : kept);
  return new Proxy(known, { get });
}

/**
 * Load the extension as it is shipped, into an editor of its own.
 * @param {Editor} editor
 */
function load(editor) {
  const bundle = path.resolve(__dirname, "../../dist/extension.js");
  const loader = /** @type {any} */ (Module);
  const original = loader._load;
  loader._load = (/** @type {string} */ name, /** @type {any[]} */ ...others) =>
    name === "vscode" ? module : original.call(loader, name, ...others);
  const module = editor.module();
  try {
    delete require.cache[bundle];
    return require(bundle);
  } finally {
    loader._load = original;
  }
}

module.exports = { Editor, Uri, load };
