/** What the pointer is on. */

import type { RollNote } from "../protocol";
import type { Board } from "./board";
import { type Edge, type Zone, edgeAt, inside, noteRect, positionAt, touching, zoneAt, type Rect } from "./geometry";

export interface Hit {
  zone: Zone;
  note: RollNote | null;
  edge: Edge;
}

/** `reach`: pixels of a note's handles. */
export function hitAt(board: Board, x: number, y: number, reach = 7): Hit {
  const view = board.view.value;
  const zone = zoneAt(view, x, y);
  const scene = board.scene.value;
  if (zone !== "notes" || !scene) return { zone, note: null, edge: "body" };
  const at = positionAt(view, x);
  let hit: Hit = { zone, note: null, edge: "body" };
  for (const note of scene.between(board.part.value, at - 4 / view.scale, at + 4 / view.scale)) {
    const rect = noteRect(view, note.start, note.length, note.midi);
    if (inside(rect, x, y)) hit = { zone, note, edge: edgeAt(rect, x, reach) };
  }
  return hit;
}

/** Notes of the foreground that a frame touches. */
export function notesIn(board: Board, frame: Rect): RollNote[] {
  const view = board.view.value;
  const [from, to] = [positionAt(view, frame.x), positionAt(view, frame.x + frame.width)];
  const notes = [...(board.scene.value?.between(board.part.value, from, to) ?? [])];
  return notes.filter((note) => touching(frame, noteRect(view, note.start, note.length, note.midi)));
}

/** Which section's name is at `x`, or -1. */
export function sectionOver(board: Board, x: number): number {
  return board.scene.value?.sectionAt(board.part.value, positionAt(board.view.value, x)) ?? -1;
}
