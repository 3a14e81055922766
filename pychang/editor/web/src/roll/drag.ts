/** One drag from press to release; each kind tells what it does with a move, and at the end. */

import { batch } from "@preact/signals-core";
import type { Edit, Fraction, Place, RollNote } from "../protocol";
import { selection } from "../state";
import { add, addition, ask, reveal, sectionFor } from "./actions";
import { type Board, inHand, look, take } from "./board";
import { type Edge, between, midiAt, positionAt } from "./geometry";
import { ZERO, dragged, exact, minus, number, snapped } from "./grid";
import { notesIn } from "./hits";
import type { Layers } from "./layers";

export interface Point {
  x: number;
  y: number;
}

/** The keys held down: Shift keeps to one axis, Alt is fine, Ctrl or Cmd adds. */
export interface Held {
  shiftKey: boolean;
  altKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
}

export interface Drag {
  /** Whether the view goes along at the field's edges. */
  scrolls: boolean;
  move(to: Point, held: Held): void;
  /** Released; `far`: it was moved at all. */
  end(far: boolean): void;
  cancel(): void;
}

const FINE: Fraction = [1, 64];
const step = (board: Board, held: Held): Fraction => (held.altKey ? FINE : board.grid.value.step);

/** Drags notes, or one note's end, from where they were pressed. The change is asked for at the end. */
export function dragNote(board: Board, from: Point, note: RollNote, edge: Edge, held: Held): Drag {
  const adds = held.shiftKey || held.ctrlKey || held.metaKey;
  const was = selection.value.has(note.place);
  if (!was) take(board, note, adds ? "toggle" : "only");
  else board.focus.value = note;
  const origin = positionAt(board.view.value, from.x);
  const pitch = midiAt(board.view.value, from.y);
  const notes = inHand(board);
  const show = (edits: readonly Edit[]) => void (board.dragged.value = edits);
  return {
    scrolls: true,
    move(to, now) {
      const view = board.view.value;
      let by = positionAt(view, to.x) - origin;
      let semitones = midiAt(view, to.y) - pitch;
      if (now.shiftKey && edge === "body") {
        if (Math.abs(to.x - from.x) > Math.abs(to.y - from.y)) semitones = 0;
        else by = 0;
      }
      show([edge === "body" ? moved(board, notes, note, semitones, by, now) : resized(board, note, edge, by, now)]);
    },
    end(far) {
      batch(() => {
        if (far) for (const edit of board.dragged.value) ask(board, edit);
        else if (was) take(board, note, adds ? "toggle" : "only");
        show([]);
      });
      if (!far) reveal(board, note);
    },
    cancel: () => show([]),
  };
}

function moved(board: Board, notes: Place[], note: RollNote, semitones: number, by: number, held: Held): Edit {
  const bars = board.scene.value?.roll.bars ?? [];
  return { kind: "move", notes, semitones, by: dragged(bars, step(board, held), note.start, by) };
}

function resized(board: Board, note: RollNote, edge: Edge, by: number, held: Held): Edit {
  const bars = board.scene.value?.roll.bars ?? [];
  const end = note.start + note.length;
  const grid = step(board, held);
  const least = Math.min(number(grid), note.length);
  const room = note.length - least;
  const [start_by, end_by] =
    edge === "start"
      ? [dragged(bars, grid, note.start, Math.min(by, room)), ZERO]
      : [ZERO, dragged(bars, grid, end, Math.max(by, -room))];
  return { kind: "resize", note: note.place, start_by, end_by };
}

/** Gathers notes with a frame; with Ctrl or Shift beside those in hand. */
export function dragFrame(board: Board, layers: Layers, from: Point, held: Held): Drag {
  const before = new Set(held.shiftKey || held.ctrlKey || held.metaKey ? selection.value : []);
  const { left, top } = board.view.value;
  const finish = () => {
    layers.marquee = null;
    layers.moved();
  };
  return {
    scrolls: true,
    move(to) {
      const view = board.view.value; // scrolled since the press: the frame's corner stays on its note
      const corner = { x: from.x - (view.left - left) * view.scale, y: from.y + (view.top - top) * view.row };
      layers.marquee = between(corner.x, corner.y, to.x, to.y);
      selection.value = new Set([...before, ...notesIn(board, layers.marquee).map((note) => note.place)]);
      layers.moved();
    },
    end(far) {
      if (!far) selection.value = before;
      finish();
    },
    cancel() {
      selection.value = before;
      finish();
    },
  };
}

/** Draws a new note: as long as it is dragged, or of the last length. Null where one is on its way already. */
export function dragNew(board: Board, from: Point): Drag | null {
  const bars = board.scene.value?.roll.bars ?? [];
  const pressed = positionAt(board.view.value, from.x);
  const at = snapped(bars, board.grid.value.step, pressed, "floor");
  const midi = midiAt(board.view.value, from.y);
  const coming = board.pendingPreview.value?.added ?? [];
  if (coming.some((one) => one.midi === midi && one.start <= pressed && pressed < one.start + one.length)) return null;
  const section = sectionFor(board, number(at));
  if (!section) return null;
  const draw = (length: Fraction) => void (board.dragged.value = [addition(section, at, length, midi)]);
  draw(exact(board.lastLength ?? number(board.grid.value.step)));
  return {
    scrolls: true,
    move(to, held) {
      const grid = step(board, held);
      const length = minus(snapped(bars, grid, positionAt(board.view.value, to.x)), at);
      draw(number(length) < number(grid) ? grid : length);
    },
    end() {
      batch(() => {
        for (const edit of board.dragged.value) {
          if (edit.kind === "add") board.lastLength = number(edit.length);
          add(board, edit);
        }
        board.dragged.value = [];
      });
    },
    cancel: () => void (board.dragged.value = []),
  };
}

/** Pushes the paper about. */
export function dragPaper(board: Board, from: Point): Drag {
  const { left, top } = board.view.value;
  return {
    scrolls: false,
    move: (to) =>
      look(board, (view) => ({ ...view, left: left - (to.x - from.x) / view.scale, top: top + (to.y - from.y) / view.row })),
    end: () => {},
    cancel: () => look(board, (view) => ({ ...view, left, top })),
  };
}

/** Moves the playhead along the ruler. */
export function dragPlayhead(board: Board, from: Point): Drag {
  const seek = (point: Point) => {
    const position = Math.max(positionAt(board.view.value, point.x), 0);
    board.transport.seek(Math.max(board.scene.value?.seconds(position) ?? 0, 0));
  };
  seek(from);
  return { scrolls: true, move: seek, end: () => {}, cancel: () => {} };
}
