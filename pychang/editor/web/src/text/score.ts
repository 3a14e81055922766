/** The score as text: a CodeMirror editor with all that a songwriter expects of one. */

import { closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, toggleComment } from "@codemirror/commands";
import { bracketMatching } from "@codemirror/language";
import { lintGutter, lintKeymap } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState, type Extension } from "@codemirror/state";
import {
  crosshairCursor,
  drawSelection,
  dropCursor,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  rectangularSelection,
} from "@codemirror/view";
import { effect, untracked } from "@preact/signals-core";
import { caretPlace } from "../page";
import { caret, language } from "../state";
import { say } from "../words";
import { colours } from "./colours";
import { KOREAN } from "./phrases";
import { tellHere } from "./problems";
import { toProblem, toProblemBefore } from "./walk_problems";

const LANGUAGE_DATA = [{ commentTokens: { line: "//" }, closeBrackets: { brackets: ["(", "[", "{"] } }];

const wrapping = new Compartment();

function caretOf(state: EditorState): void {
  const { head } = state.selection.main;
  caret.value = head;
  const line = state.doc.lineAt(head);
  caretPlace.value = { line: line.number, column: [...state.sliceDoc(line.from, head)].length + 1 };
}

const followCaret = EditorView.updateListener.of((update) => {
  if (!update.docChanged && !update.selectionSet) return;
  caretOf(update.state);
  tellHere(update.view);
});

function basics(): Extension {
  return [
    lineNumbers(),
    highlightActiveLineGutter(),
    highlightSpecialChars(),
    history(),
    drawSelection(),
    dropCursor(),
    EditorState.allowMultipleSelections.of(true),
    rectangularSelection(),
    crosshairCursor(),
    bracketMatching(),
    closeBrackets(),
    highlightActiveLine(),
    highlightSelectionMatches({ minSelectionLength: 2 }),
    search({ top: true }),
    lintGutter(),
    EditorState.languageData.of(() => LANGUAGE_DATA),
    EditorState.tabSize.of(4),
    colours,
    followCaret,
  ];
}

/** `more` goes before the ordinary keys, so that keys of the page win. */
export function createScore(host: HTMLElement, text: string, more: Extension): EditorView {
  const spoken = new Compartment();
  const words = () => [
    EditorState.phrases.of(language.peek() === "ko" ? KOREAN : {}),
    EditorView.contentAttributes.of({ "aria-label": say("악보 글", "Score as text"), lang: "ko", spellcheck: "false" }),
  ];
  const narrow = matchMedia("(max-width: 800px)");
  const state = EditorState.create({
    doc: text,
    extensions: [
      more,
      basics(),
      spoken.of(words()),
      wrapping.of(narrow.matches ? EditorView.lineWrapping : []),
      keymap.of([
        { key: "Mod-/", run: toggleComment },
        ...closeBracketsKeymap,
        ...defaultKeymap,
        ...searchKeymap,
        ...historyKeymap,
        ...completionKeymap,
        { key: "F8", run: toProblem, shift: toProblemBefore },
        ...lintKeymap,
      ]),
    ],
  });
  const view = new EditorView({ state, parent: host });
  caretOf(view.state);
  effect(() => {
    void language.value;
    untracked(() => view.dispatch({ effects: spoken.reconfigure(words()) }));
  });
  narrow.addEventListener("change", () => wrapLines(view, narrow.matches));
  return view;
}

export function wrapLines(view: EditorView, wrap: boolean): void {
  view.dispatch({ effects: wrapping.reconfigure(wrap ? EditorView.lineWrapping : []) });
}
