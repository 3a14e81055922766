/** Two texts of one song, side by side, with what differs marked. */

import { MergeView } from "@codemirror/merge";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView, lineNumbers } from "@codemirror/view";
import { colours } from "../text/colours";
import { KOREAN } from "../text/phrases";
import { language } from "../state";
import { ask, type Choice } from "./dialog";
import { el } from "./dom";

export interface Comparison<T> {
  title: string;
  why: string;
  left: { label: string; text: string };
  right: { label: string; text: string };
  choices: readonly Choice<T>[];
}

function side(label: string): Extension {
  return [
    EditorState.readOnly.of(true),
    EditorState.phrases.of(language.peek() === "ko" ? KOREAN : {}),
    EditorView.contentAttributes.of({ "aria-label": label }),
    lineNumbers(),
    EditorView.lineWrapping,
    colours,
  ];
}

export async function compare<T>({ title, why, left, right, choices }: Comparison<T>): Promise<T | null> {
  const host = el("div", { class: "compare" });
  let merge: MergeView | null = null;
  const chosen = await ask<T>({
    title,
    wide: true,
    choices,
    body: [
      el("p", {}, why),
      el("div", { class: "compare-heads" }, el("strong", {}, left.label), el("strong", {}, right.label)),
      host,
    ],
    opened: () => {
      merge = new MergeView({
        a: { doc: left.text, extensions: side(left.label) },
        b: { doc: right.text, extensions: side(right.label) },
        collapseUnchanged: { margin: 2, minSize: 6 },
        gutter: true,
        parent: host,
      });
    },
  });
  (merge as MergeView | null)?.destroy();
  return chosen;
}
