/** Where in the song a moment is, as the page tells it. */

import type { Roll } from "../protocol";
import { positionAt, secondsAt } from "../song_clock";

/** "12.3": bar and beat, from 1. */
export function barAndBeat(roll: Roll, seconds: number): string {
  const position = Math.max(0, positionAt(roll.clock, seconds)) + 1e-9;
  const bar = roll.bars.findLast((one) => one.at <= position) ?? roll.bars[0];
  if (!bar) return "1.1";
  return `${bar.number}.${Math.floor((position - bar.at) * bar.unit) + 1}`;
}

/** "1:02.3" */
export function minutes(seconds: number): string {
  const tenths = Math.max(0, Math.round(seconds * 10));
  const rest = tenths % 600;
  return `${Math.floor(tenths / 600)}:${String(Math.floor(rest / 10)).padStart(2, "0")}.${rest % 10}`;
}

/** When the note at a place in the text begins, or the next one after it; 0 if there is none. */
export function secondsOfCaret(roll: Roll, caret: number): number {
  const notes = roll.parts.flatMap((part) => part.notes).filter((note) => note.span[0] >= 0);
  const inside = notes.find((note) => isAt(note.span, caret) || (note.lyric !== null && isAt(note.lyric, caret)));
  const after = () => notes.filter((note) => note.span[0] >= caret).sort((a, b) => a.span[0] - b.span[0] || a.start - b.start)[0];
  const note = inside ?? after();
  return note ? secondsAt(roll.clock, note.start) : 0;
}

const isAt = (span: [number, number], at: number) => span[0] <= at && at <= span[1];
