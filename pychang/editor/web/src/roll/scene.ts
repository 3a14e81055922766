/** A roll made ready to be asked: which notes are seen, where a place appears, which second a position is. */

import type { Place, Roll, RollNote } from "../protocol";
import { positionAt, secondsAt } from "../song_clock";

/** Where a note is in its part. */
export interface Sung {
  note: RollNote;
  part: number;
  index: number;
}

export class Scene {
  readonly appearances = new Map<Place, Sung[]>();
  private readonly whereabouts = new Map<RollNote, Sung>();
  private readonly longest: number[];

  constructor(readonly roll: Roll) {
    roll.parts.forEach((one, part) =>
      one.notes.forEach((note, index) => {
        const sung = { note, part, index };
        this.whereabouts.set(note, sung);
        const others = this.appearances.get(note.place);
        if (others) others.push(sung);
        else this.appearances.set(note.place, [sung]);
      }),
    );
    this.longest = roll.parts.map((part) => part.notes.reduce((most, note) => Math.max(most, note.length), 0));
  }

  of(note: RollNote): Sung | undefined {
    return this.whereabouts.get(note);
  }

  notes(part: number): RollNote[] {
    return this.roll.parts[part]?.notes ?? [];
  }

  /** Notes of a part that sound between two positions, in order. */
  *between(part: number, from: number, to: number): Generator<RollNote> {
    const notes = this.notes(part);
    for (let i = this.firstAfter(part, from - (this.longest[part] ?? 0)); i < notes.length; i++) {
      if (notes[i].start > to) return;
      if (notes[i].start + notes[i].length >= from) yield notes[i];
    }
  }

  /** Index of the first note of a part that starts at a position or after it. */
  firstAfter(part: number, position: number): number {
    return lowest(this.notes(part).length, (i) => this.notes(part)[i].start >= position - 1e-9);
  }

  /** The note of a part that sounds at a position, or else the next one, or else the last. */
  near(part: number, position: number): RollNote | undefined {
    const notes = this.notes(part);
    const i = this.firstAfter(part, position);
    const before = notes[i - 1];
    if (before && before.start + before.length > position + 1e-9) return before;
    return notes[i] ?? before;
  }

  seconds(position: number): number {
    return secondsAt(this.roll.clock, position);
  }

  position(seconds: number): number {
    return positionAt(this.roll.clock, seconds);
  }

  /** The note whose text or syllable holds an offset of the text; of several appearances the first. */
  atOffset(part: number, offset: number): RollNote | undefined {
    const { last } = this;
    if (last.part !== part || last.offset !== offset) this.last = { part, offset, note: this.findAt(part, offset) };
    return this.last.note;
  }
  private last: { part: number; offset: number; note?: RollNote } = { part: -1, offset: -1 };

  private findAt(part: number, offset: number): RollNote | undefined {
    const holds = (span: RollNote["lyric"]) => span !== null && span[0] >= 0 && span[0] <= offset && offset < span[1];
    for (const one of [part, ...this.roll.parts.keys()]) {
      const found = this.notes(one).find((note) => holds(note.span) || holds(note.lyric));
      if (found) return found;
    }
    return undefined;
  }

  /** Index of the section in which a part is at a position, or -1. */
  sectionAt(part: number, position: number): number {
    return this.roll.sections.findIndex((one) => one.part === part && one.from <= position + 1e-9 && position < one.to - 1e-9);
  }
}

/** The lowest index for which `holds`, which stays true once it is. */
function lowest(count: number, holds: (index: number) => boolean): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
