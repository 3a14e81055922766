/** From mistake to mistake: errors first; only where there are none, warnings. */

import { forEachDiagnostic, nextDiagnostic } from "@codemirror/lint";
import type { EditorView } from "@codemirror/view";

/** Puts the caret on the next problem, or with `back` the one before, and shows what is said of it. */
export function toProblem(view: EditorView, back = false): boolean {
  const errors: number[] = [];
  const others: number[] = [];
  forEachDiagnostic(view.state, (one, from) => void (one.severity === "error" ? errors : others).push(from));
  const starts = (errors.length ? errors : others).sort((a, b) => a - b);
  if (!starts.length) return false;
  const { from } = view.state.selection.main;
  const wanted = back
    ? (starts.findLast((one) => one < from) ?? starts[starts.length - 1])
    : (starts.find((one) => one > from) ?? starts[0]);
  // CodeMirror goes to what begins behind the caret, and from the end to the beginning.
  view.dispatch({ selection: { anchor: wanted ? wanted - 1 : view.state.doc.length } });
  return nextDiagnostic(view);
}

export const toProblemBefore = (view: EditorView): boolean => toProblem(view, true);
