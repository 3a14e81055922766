/** What can be done to the notes in hand, each once: for keys, menu and toolbar alike. */

import { batch } from "@preact/signals-core";
import type { Edit, Fraction, Place, RollNote, RollSection } from "../protocol";
import { playheadS, selection } from "../state";
import { notify } from "../ui/notices";
import { say } from "../words";
import { noChange } from "./asking";
import { type Board, inHand, look, take } from "./board";
import { HEAD, inside, noteRect, positionAt, showing, zoomed } from "./geometry";
import { ZERO, exact, minus, number, snapped, times } from "./grid";

export interface Action {
  name: string;
  title(): string;
  /** As shown in the menu. */
  keys: string;
  /** Greyed out else. */
  possible(board: Board): boolean;
  run(board: Board, words: (note: RollNote) => void): void;
}

const some = (board: Board) => board.editing !== null && inHand(board).length > 0;
const one = (board: Board) => board.editing !== null && focused(board) !== undefined;
const several = (board: Board) => board.editing !== null && inHand(board).length > 1;

/** The appearance in the keys' hand, if it is selected still. */
export function focused(board: Board): RollNote | undefined {
  const scene = board.scene.value;
  const [place] = inHand(board);
  const note = board.focus.value;
  if (note && selection.value.has(note.place) && scene?.of(note)) return note;
  return place === undefined ? undefined : scene?.appearances.get(place)?.[0].note;
}

export function ask(board: Board, edit: Edit): void {
  if (!noChange(edit)) void board.asking?.ask(edit);
}

function move(board: Board, semitones: number, by: Fraction): void {
  ask(board, { kind: "move", notes: inHand(board), semitones, by });
}

function lengthen(board: Board, steps: number): void {
  for (const note of inHand(board))
    ask(board, { kind: "resize", note, start_by: ZERO, end_by: times(board.grid.value.step, steps) });
}

/** Where a note is split: at the pointer if it points at the note, else in the middle. */
function splitPoint(board: Board, note: RollNote): Fraction {
  const view = board.view.value;
  const rect = noteRect(view, note.start, note.length, note.midi);
  if (board.hover && inside(rect, board.hover.x, board.hover.y)) {
    const bars = board.scene.value?.roll.bars ?? [];
    const at = minus(snapped(bars, board.grid.value.step, positionAt(view, board.hover.x)), exact(note.start));
    if (number(at) > 0 && number(at) < note.length - 1e-9) return at;
  }
  const [numerator, denominator] = exact(note.length);
  return exact(numerator / denominator / 2);
}

function split(board: Board): void {
  const note = pointed(board) ?? focused(board);
  if (!note) return;
  take(board, note); // alone, so that its halves are in hand after it, and can be joined again
  ask(board, { kind: "split", note: note.place, at: splitPoint(board, note) });
}

/** The note under the pointer, if it is in hand. */
function pointed(board: Board): RollNote | undefined {
  const { scene, view, part, hover } = board;
  if (!hover || !scene.value) return undefined;
  const at = positionAt(view.value, hover.x);
  for (const note of scene.value.between(part.value, at, at))
    if (selection.value.has(note.place) && inside(noteRect(view.value, note.start, note.length, note.midi), hover.x, hover.y))
      return note;
  return undefined;
}

/** The section that a new note at a position belongs to: the one there, or else the one before it. */
export function sectionFor(board: Board, at: number): RollSection | undefined {
  const scene = board.scene.value;
  const part = board.part.value;
  const index = scene?.sectionAt(part, at) ?? -1;
  const before = scene?.roll.sections.findLast((each) => each.part === part && each.from <= at + 1e-9);
  const found = scene?.roll.sections[index] ?? before;
  if (!found) notify(noSection(), "plain", { label: say("구절 열기", "Open a section"), run: () => board.editing?.begin() });
  return found;
}

const noSection = () =>
  say(
    "음표를 넣을 구절이 없습니다. 글에 ‘[노래]’ 같은 줄을 적으면 구절이 열립니다.",
    "There is no section to put a note in. A line like ‘[Song]’ in the text opens one.",
  );

export function addition(section: RollSection, at: Fraction, length: Fraction, midi: number): Edit {
  return { kind: "add", section: section.line, at: minus(at, exact(section.from)), length, midi, verse: section.pass };
}

/** A new note of the last length, at a position and pitch. */
export function addNote(board: Board, position: number, midi: number): void {
  const scene = board.scene.value;
  const step = board.grid.value.step;
  const at = snapped(scene?.roll.bars ?? [], step, position, "floor");
  const section = sectionFor(board, number(at));
  if (!scene || !section) return;
  const next = scene.notes(board.part.value)[scene.firstAfter(board.part.value, number(at))];
  const room = next && next.start > number(at) + 1e-9 ? next.start - number(at) : Infinity;
  add(board, addition(section, at, exact(Math.min(board.lastLength ?? Math.max(number(step), 1 / 4), room)), midi));
}

/** What was in hand is let go, so that the new note comes into it. */
export function add(board: Board, edit: Edit): void {
  selection.value = new Set();
  ask(board, edit);
}

/** At the playhead, as high as the note before it. */
function addAtPlayhead(board: Board): void {
  const scene = board.scene.value;
  if (!scene) return;
  const position = Math.max(scene.position(playheadS.value), 0);
  const part = board.part.value;
  const before = scene.notes(part)[scene.firstAfter(part, position) - 1] ?? scene.notes(part)[0];
  addNote(board, position, before?.midi ?? 67);
}

/** Another note in hand, brought into sight. */
export function go(board: Board, note: RollNote | undefined, how: "only" | "keep" = "only"): void {
  if (!note) return;
  batch(() => {
    take(board, note, how);
    look(board, (view) => showing(view, note.start, note.start + note.length, note.midi));
  });
  reveal(board, note);
}

/** The note's place in the text, without going there. */
export function reveal(board: Board, note: RollNote): void {
  const [from, to] = note.span;
  if (from >= 0) board.editing?.reveal(from, to, false);
}

/** The note `steps` further in its part; with nothing in hand the one at the playhead. */
export function walk(board: Board, steps: number, how: "only" | "keep" = "only"): void {
  const scene = board.scene.value;
  if (!scene) return;
  const here = focused(board);
  const sung = here && scene.of(here);
  const part = sung?.part ?? board.part.value;
  const notes = scene.notes(part);
  if (!sung) return go(board, scene.near(part, Math.max(scene.position(playheadS.value), board.view.value.left)));
  go(board, notes[Math.min(Math.max(sung.index + steps, 0), notes.length - 1)], how);
}

export function selectAll(board: Board): void {
  const notes = board.scene.value?.notes(board.part.value) ?? [];
  selection.value = new Set(notes.map((note): Place => note.place));
}

export function zoom(board: Board, byX: number, byY: number): void {
  const view = board.view.value;
  const note = focused(board);
  const rect = note && noteRect(view, note.start, note.length, note.midi);
  const seen = rect && rect.x > view.keys && rect.x < view.width && rect.y > HEAD && rect.y < view.height;
  const [x, y] = seen ? [rect.x, rect.y] : [view.width / 2, view.height / 2];
  look(board, (now) => zoomed(now, x, y, byX, byY));
}

const action = (name: string, ko: string, en: string, keys: string, possible: Action["possible"], run: Action["run"]): Action => ({
  name, title: () => say(ko, en), keys, possible, run,
});
const step = (board: Board, n: number) => times(board.grid.value.step, n);

/** In the menu's order. */
export const ACTIONS: readonly Action[] = [
  action("words", "노랫말 적기", "Type words", "Enter", one, (board, words) => words(focused(board) as RollNote)),
  action("split", "나누기", "Split", "S", one, split),
  action("join", "잇기", "Join", "J", several, (board) => ask(board, { kind: "join", notes: inHand(board) })),
  action("delete", "지우기", "Delete", "Delete", some, (board) => ask(board, { kind: "delete", notes: inHand(board) })),
  action("up", "반음 위로", "A semitone up", "Alt+↑", some, (board) => move(board, 1, ZERO)),
  action("down", "반음 아래로", "A semitone down", "Alt+↓", some, (board) => move(board, -1, ZERO)),
  action("octave-up", "옥타브 위로", "An octave up", "Alt+Shift+↑", some, (board) => move(board, 12, ZERO)),
  action("octave-down", "옥타브 아래로", "An octave down", "Alt+Shift+↓", some, (board) => move(board, -12, ZERO)),
  action("earlier", "한 칸 앞으로", "A step earlier", "Alt+←", some, (board) => move(board, 0, step(board, -1))),
  action("later", "한 칸 뒤로", "A step later", "Alt+→", some, (board) => move(board, 0, step(board, 1))),
  action("shorter", "한 칸 짧게", "A step shorter", "Alt+Shift+←", some, (board) => lengthen(board, -1)),
  action("longer", "한 칸 길게", "A step longer", "Alt+Shift+→", some, (board) => lengthen(board, 1)),
  action("add", "재생 위치에 음표 넣기", "Add a note at the playhead", "Insert", (board) => board.editing !== null, addAtPlayhead),
  action("text", "글에서 보기", "Show in the text", "F4", one, (board) => {
    const [from, to] = focused(board)?.span ?? [-1, -1];
    if (from >= 0) board.editing?.reveal(from, to, true);
  }),
  action("play", "여기부터 듣기", "Play from here", "P", (board) => focused(board) !== undefined, (board) => {
    const note = focused(board);
    if (note) board.transport.play(board.scene.value?.seconds(note.start));
  }),
];

export const actionNamed = (name: string): Action => ACTIONS.find((each) => each.name === name) as Action;
