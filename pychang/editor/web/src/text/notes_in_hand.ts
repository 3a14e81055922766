/** Notes that are in hand in the piano roll, marked in the text. */

import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView } from "@codemirror/view";
import { effect, untracked } from "@preact/signals-core";
import { roll, selection } from "../state";

const put = StateEffect.define<DecorationSet>();
const mark = Decoration.mark({ class: "c-in-hand" });

export const notesInHand = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (marks, { changes, effects }) =>
    effects.reduce((now, one) => (one.is(put) ? one.value : now), marks.map(changes)),
  provide: (field) => EditorView.decorations.from(field),
});

/** `isCurrent`: whether the roll was made of the text as it is here. */
export function followNotesInHand(view: EditorView, isCurrent: (version: number) => boolean): void {
  effect(() => {
    const song = roll.value;
    const held = selection.value;
    if (!song || !isCurrent(song.version)) return;
    if (!held.size && !view.state.field(notesInHand).size) return;
    const spans = song.parts
      .flatMap((part) => part.notes)
      .filter((note) => held.has(note.place) && note.span[0] >= 0 && note.span[1] > note.span[0])
      .map((note) => mark.range(...note.span));
    const once = new Map(spans.map((span) => [span.from, span]));
    untracked(() => view.dispatch({ effects: put.of(Decoration.set([...once.values()], true)) }));
  });
}
