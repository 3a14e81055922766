/** The score's colours, by the grammar that also colours it in other editors: `grammar/chang.tmLanguage.json`. */

import { type Extension, RangeSetBuilder } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate } from "@codemirror/view";
import { createJavaScriptRegexEngine } from "@shikijs/engine-javascript";
import { type IGrammar, INITIAL, type IRawGrammar, Registry } from "@shikijs/vscode-textmate";
import rules from "grammar";

/** A scope's beginning to the class of its colour; the first that fits, innermost scope first. */
const CLASSES: readonly [scope: string, name: string][] = [
  ["comment", "c-remark"],
  ["punctuation.definition.comment", "c-remark"],
  ["invalid", "c-invalid"],
  ["punctuation.separator.barline", "c-barline"],
  ["constant.language.pitch.octave", "c-octave"],
  ["constant.language.pitch", "c-pitch"],
  ["constant.numeric.length", "c-length"],
  ["punctuation.separator.length", "c-length"],
  ["constant.numeric", "c-number"],
  ["constant.language", "c-number"],
  ["constant.character.pronunciation", "c-spoken"],
  ["string.unquoted.lyrics", "c-lyric"],
  ["keyword.operator.hold", "c-hold"],
  ["keyword.other.rest", "c-rest"],
  ["keyword.operator.tie", "c-rest"],
  ["keyword.operator.breath", "c-breath"],
  ["keyword.control", "c-mark"],
  ["keyword.other.setting", "c-setting"],
  ["entity.name.section", "c-section"],
  ["entity.other.attribute-name", "c-option"],
  ["variable.other.section", "c-section"],
  ["variable.parameter", "c-option"],
  ["string", "c-value"],
  ["keyword.operator", "c-punctuation"],
  ["punctuation", "c-punctuation"],
];

type Span = [from: number, to: number, mark: Decoration];

const marks = new Map(CLASSES.map(([, name]) => [name, Decoration.mark({ class: name })]));
const lines = new Map<string, readonly Span[]>();
const KEPT_LINES = 20_000;

let grammar: IGrammar | null = null;

/** Made when the first line is coloured: a few milliseconds. */
function ourGrammar(): IGrammar | null {
  const engine = createJavaScriptRegexEngine();
  const registry = new Registry({
    onigLib: {
      createOnigScanner: (patterns) => engine.createScanner(patterns),
      createOnigString: (text) => engine.createString(text),
    },
    loadGrammar: () => rules as unknown as IRawGrammar,
  });
  return registry.loadGrammar(rules.scopeName);
}

function classOf(scopes: readonly string[]): string | null {
  for (let depth = scopes.length - 1; depth > 0; depth--) {
    const found = CLASSES.find(([scope]) => scopes[depth].startsWith(scope));
    if (found) return found[1];
  }
  return null;
}

/** The grammar says that each line is coloured alone, so that a line's text is all it takes. */
export function spansOf(line: string): readonly Span[] {
  const known = lines.get(line);
  if (known) return known;
  grammar ??= ourGrammar();
  const spans: Span[] = [];
  for (const { startIndex, endIndex, scopes } of grammar?.tokenizeLine(line, INITIAL).tokens ?? []) {
    const name = classOf(scopes);
    const end = Math.min(endIndex, line.length);
    if (!name || startIndex >= end) continue;
    const mark = marks.get(name)!;
    const last = spans.at(-1);
    if (last && last[1] === startIndex && last[2] === mark) last[1] = end;
    else spans.push([startIndex, end, mark]);
  }
  if (lines.size > KEPT_LINES) lines.clear();
  lines.set(line, spans);
  return spans;
}

function visible(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  let next = 0;
  for (const range of view.visibleRanges) {
    for (let at = Math.max(range.from, next); at <= range.to; ) {
      const line = view.state.doc.lineAt(at);
      if (line.from >= next) for (const [from, to, mark] of spansOf(line.text)) builder.add(line.from + from, line.from + to, mark);
      at = next = line.to + 1;
    }
  }
  return builder.finish();
}

export const colours: Extension = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = visible(view);
    }
    update(update: ViewUpdate) {
      if (update.docChanged || update.viewportChanged) this.decorations = visible(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);
