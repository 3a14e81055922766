/** `window.pychang.roll`: where things are on the canvas, for tests of the page and for tinkering in the console. */

import type { Place, RollNote } from "../protocol";
import { type Board, look } from "./board";
import { type Rect, type View, noteRect, showing, xOf, yOf } from "./geometry";

export interface RollProbe {
  /** A note's rectangle in the window, of the how-manieth appearance; null if there is none. */
  noteRect(place: Place, appearance?: number): Rect | null;
  /** The same for the note of a part at an index. */
  noteRectAt(index: number, part?: number): Rect | null;
  /** Notes of a part as the roll has them. */
  notes(part?: number): readonly RollNote[];
  /** A point of the window for a position in whole notes, and the middle of a pitch's row. */
  at(position: number, midi: number): { x: number; y: number };
  /** Brings a note into sight. */
  show(place: Place): void;
  view(): View;
  setView(view: Partial<View>): void;
  /** Whether changes are under way that the roll does not show yet. */
  busy(): boolean;
}

export function createProbe(field: HTMLElement, board: Board): RollProbe {
  const inWindow = (note: RollNote | undefined): Rect | null => {
    if (!note) return null;
    const rect = noteRect(board.view.value, note.start, note.length, note.midi);
    const box = field.getBoundingClientRect();
    return { ...rect, x: rect.x + box.left, y: rect.y + box.top };
  };
  return {
    noteRect: (place, appearance = 0) => inWindow(board.scene.value?.appearances.get(place)?.[appearance]?.note),
    noteRectAt: (index, part = board.part.value) => inWindow(board.scene.value?.notes(part)[index]),
    notes: (part = board.part.value) => board.scene.value?.notes(part) ?? [],
    at(position, midi) {
      const box = field.getBoundingClientRect();
      const view = board.view.value;
      return { x: box.left + xOf(view, position), y: box.top + yOf(view, midi) + view.row / 2 };
    },
    show(place) {
      const note = board.scene.value?.appearances.get(place)?.[0].note;
      if (note) look(board, (view) => showing(view, note.start, note.start + note.length, note.midi));
    },
    view: () => board.view.value,
    setView: (view) => look(board, (now) => ({ ...now, ...view })),
    busy: () => board.asking?.busy === true || board.typed.value.size > 0,
  };
}
