/** What a change asked for will look like, before the server has said so: notes shifted, gone, or new. */

import type { Edit, Place, RollNote } from "../protocol";
import { number } from "./grid";
import type { Scene } from "./scene";

/** How a note looks instead; `gone`: not at all. */
export type Ghost = Partial<Pick<RollNote, "start" | "length" | "midi" | "text">> & { gone?: boolean };

export interface Preview {
  ghosts: Map<RollNote, Ghost>;
  added: { part: number; start: number; length: number; midi: number; text: string }[];
}

export const nothing = (): Preview => ({ ghosts: new Map(), added: [] });

/** All edits one after the other; a note that is sung several times changes in all its places. */
export function previewOf(scene: Scene, edits: readonly Edit[]): Preview {
  const preview = nothing();
  for (const edit of edits) into(scene, edit, preview);
  return preview;
}

function into(scene: Scene, edit: Edit, { ghosts, added }: Preview): void {
  const change = (place: Place, make: (now: RollNote) => Ghost) => {
    for (const { note } of scene.appearances.get(place) ?? []) {
      const before = ghosts.get(note);
      ghosts.set(note, { ...before, ...make({ ...note, ...before }) });
    }
  };
  if (edit.kind === "move")
    for (const place of edit.notes)
      change(place, (now) => ({ start: now.start + number(edit.by), midi: now.midi + edit.semitones }));
  else if (edit.kind === "resize") change(edit.note, (now) => resized(now, number(edit.start_by), number(edit.end_by)));
  else if (edit.kind === "delete") for (const place of edit.notes) change(place, () => ({ gone: true }));
  else if (edit.kind === "split") {
    change(edit.note, () => ({ length: number(edit.at) }));
    for (const { note, part } of scene.appearances.get(edit.note) ?? [])
      added.push({ part, start: note.start + number(edit.at), length: note.length - number(edit.at), midi: note.midi, text: "-" });
  } else if (edit.kind === "join") {
    const ends = edit.notes.map((place) => scene.appearances.get(place)?.[0].note).filter((one) => one !== undefined);
    const length = Math.max(...ends.map((one) => one.start + one.length)) - Math.min(...ends.map((one) => one.start));
    edit.notes.forEach((place, i) => change(place, () => (i ? { gone: true } : { length })));
  } else if (edit.kind === "add")
    for (const one of scene.roll.sections)
      if (one.line === edit.section)
        added.push({ part: one.part, start: one.from + number(edit.at), length: number(edit.length), midi: edit.midi, text: "" });
}

function resized(now: RollNote, startBy: number, endBy: number): Ghost {
  return { start: now.start + startBy, length: Math.max(now.length - startBy + endBy, 1 / 128) };
}
