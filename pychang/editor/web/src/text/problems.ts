/** Mistakes and warnings as the language server tells them, and what it offers to do about each. */

import { type Action, type Diagnostic, forEachDiagnostic, setDiagnostics } from "@codemirror/lint";
import { type LSPClient, type LSPClientExtension, LSPPlugin } from "@codemirror/lsp-client";
import type { ChangeSpec, Text } from "@codemirror/state";
import { EditorView, ViewPlugin, type ViewUpdate } from "@codemirror/view";
import { problemHere, problems } from "../page";
import { say } from "../words";

interface Position {
  line: number;
  character: number;
}
interface Range {
  start: Position;
  end: Position;
}
interface Told {
  range: Range;
  severity?: number;
  message: string;
}
interface CodeAction {
  title: string;
  isPreferred?: boolean;
  diagnostics?: Told[];
  edit?: { changes?: Record<string, { range: Range; newText: string }[]> };
}

const SEVERITIES = ["error", "error", "warning", "info", "hint"] as const;
const PAUSE_MS = 120;

function offset(text: Text, { line, character }: Position): number {
  if (line >= text.lines) return text.length;
  const found = text.line(line + 1);
  return Math.min(found.from + character, found.to);
}

/** The server hears of changes when the typing pauses; a request sends them at once. */
const sending = ViewPlugin.fromClass(
  class {
    timer = 0;
    update(update: ViewUpdate) {
      if (!update.docChanged) return;
      clearTimeout(this.timer);
      this.timer = window.setTimeout(() => LSPPlugin.get(update.view)?.client.sync(), PAUSE_MS);
    }
    destroy() {
      clearTimeout(this.timer);
    }
  },
);

/** The actions for a stretch of the text, for the text as it is now. */
export async function actionsAt(view: EditorView, from: number, to: number): Promise<CodeAction[]> {
  const plugin = LSPPlugin.get(view);
  if (!plugin?.client.connected) return [];
  plugin.client.sync();
  const range = { start: plugin.toPosition(from), end: plugin.toPosition(to) };
  const params = { textDocument: { uri: plugin.uri }, range, context: { diagnostics: [] } };
  return (await plugin.client.request<unknown, CodeAction[] | null>("textDocument/codeAction", params)) ?? [];
}

export async function act(view: EditorView, from: number, to: number, title: string): Promise<void> {
  const plugin = LSPPlugin.get(view);
  if (!plugin) return;
  await plugin.client.withMapping(async (mapping) => {
    const found = (await actionsAt(view, from, to)).find((one) => one.title === title);
    const edits = found?.edit?.changes?.[plugin.uri] ?? [];
    const changes: ChangeSpec = edits.map((edit) => ({
      from: mapping.mapPosition(plugin.uri, edit.range.start),
      to: mapping.mapPosition(plugin.uri, edit.range.end),
      insert: edit.newText,
    }));
    if (edits.length) view.dispatch({ changes, userEvent: "input.fix", scrollIntoView: true });
  });
}

function shown(plugin: LSPPlugin, told: readonly Told[], actions: readonly CodeAction[]): Diagnostic[] {
  const now = (position: Position) => plugin.unsyncedChanges.mapPos(offset(plugin.syncedDoc, position));
  return told.map((one) => ({
    from: now(one.range.start),
    to: Math.max(now(one.range.start), now(one.range.end)),
    severity: SEVERITIES[one.severity ?? 1],
    message: one.message,
    actions: actions.filter((action) => action.diagnostics?.some((about) => same(about, one))).map(button),
  }));
}

function button({ title }: CodeAction): Action {
  return { name: title, apply: (view, from, to) => void act(view, from, to, title).catch(() => {}) };
}

function same(a: Told, b: Told): boolean {
  const { start, end } = a.range;
  return (
    a.message === b.message &&
    start.line === b.range.start.line &&
    start.character === b.range.start.character &&
    end.line === b.range.end.line &&
    end.character === b.range.end.character
  );
}

async function published(client: LSPClient, uri: string, told: Told[]): Promise<void> {
  const file = client.workspace.getFile(uri);
  const view = file?.getView();
  const plugin = view && LSPPlugin.get(view);
  if (!file || !plugin) return;
  view.dispatch(setDiagnostics(view.state, shown(plugin, told, [])));
  const errors = told.filter((one) => (one.severity ?? 1) === 1).length;
  problems.value = { errors, warnings: told.filter((one) => one.severity === 2).length };
  tellHere(view);
  if (!told.length) return;
  const version = file.version;
  const actions = await actionsAt(view, 0, view.state.doc.length);
  if (file.version === version) view.dispatch(setDiagnostics(view.state, shown(plugin, told, actions)));
}

/** What is wrong where the caret is: on its line, nearest first; or else somewhere. */
export function tellHere(view: EditorView): void {
  const { head } = view.state.selection.main;
  const line = view.state.doc.lineAt(head);
  let message = "";
  let best = Infinity;
  forEachDiagnostic(view.state, (one, from, to) => {
    if (to < line.from || from > line.to) return;
    const distance = head < from ? from - head : head > to ? head - to : 0;
    if (distance < best) [best, message] = [distance, one.message];
  });
  problemHere.value = message || nearestError(view, line.number);
}

/** Where nothing is wrong at the caret: the error nearest to its line, with where it is. */
function nearestError(view: EditorView, here: number): string {
  let message = "";
  let best = Infinity;
  forEachDiagnostic(view.state, (one, from) => {
    const { number } = view.state.doc.lineAt(from);
    const distance = Math.abs(number - here);
    if (one.severity !== "error" || distance >= best) return;
    best = distance;
    message = say(`${number}번째 줄: ${one.message}`, `Line ${number}: ${one.message}`);
  });
  return message;
}

export function diagnostics(): LSPClientExtension {
  return {
    clientCapabilities: {
      textDocument: {
        publishDiagnostics: { versionSupport: true },
        codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix", "source.fixAll"] } } },
      },
    },
    notificationHandlers: {
      "textDocument/publishDiagnostics": (client, params: { uri: string; version?: number; diagnostics: Told[] }) => {
        const file = client.workspace.getFile(params.uri);
        if (!file || (params.version != null && params.version !== file.version)) return true;
        void published(client, params.uri, params.diagnostics).catch(() => {});
        return true;
      },
    },
    editorExtension: sending,
  };
}
