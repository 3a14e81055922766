/** A passage that is played again and again, while it is being changed. */

import type { Roll, RollNote } from "../protocol";
import { EARLY_S, positionAt, secondsAt } from "../song_clock";
import { loop, playheadS, roll, selection, type Transport, visible } from "../state";
import { say } from "../words";
import type { Round } from "./course";
import type { SongMix } from "./mix";

const LEAST_S = 0.1;

/** Off; or on, with the bars of the notes in hand, or else the section of the playhead, from its beginning. */
export function toggleLoop(transport: Transport): void {
  const song = roll.value;
  loop.value = loop.value || !song ? null : (barsInHand(song) ?? sectionAt(song, positionAt(song.clock, playheadS.value)));
  if (song && loop.value) transport.seek(secondsAt(song.clock, loop.value[0]));
}

export const loopTitle = () =>
  say("고른 음표의 마디를 되풀이해 듣기, 고른 것이 없으면 이 구절 (L)", "Play the bars of the notes in hand again and again, or this section (L)");

/** When a passage begins to sound that begins at a position. */
const beginsS = (song: Roll, at: number) => Math.max(secondsAt(song.clock, at) - EARLY_S, 0);

/** The passage in samples of a song, both ends as much early; null: there is none, or the song is too short for it. */
export function roundOf(song: SongMix): Round | null {
  const passage = loop.peek();
  if (!passage) return null;
  const { durationS, rate } = song.roll;
  const [startS, endS] = passage.map((at) => Math.min(beginsS(song.roll, at), durationS));
  return endS - startS < LEAST_S ? null : { start: Math.round(startS * rate), end: Math.round(endS * rate) };
}

/** Where playing begins that is asked for at a second: on the first beat of the passage, with its consonant. */
export function fromWhere(song: SongMix, fromS: number): number {
  const round = roundOf(song);
  const beginS = round ? round.start / song.rate : fromS;
  return Math.abs(fromS - EARLY_S - beginS) < 0.01 ? beginS : fromS;
}

function barsInHand(song: Roll): [number, number] | null {
  const notes = song.parts.flatMap((part) => part.notes).filter((note) => selection.value.has(note.place));
  if (!notes.length) return null;
  const held = [...selection.value].flatMap((place) => nearest(notes.filter((note) => note.place === place)) ?? []);
  const from = Math.min(...held.map((note) => note.start));
  const to = Math.max(...held.map((note) => note.start + note.length));
  const begins = song.bars.findLast((bar) => bar.at <= from + 1e-9)?.at ?? from;
  const ends = song.bars.find((bar) => bar.at >= to - 1e-9)?.at ?? Math.max(to, song.length);
  return [begins, ends];
}

/** Of a note that is sung several times, the one that is seen. */
function nearest(notes: RollNote[]): RollNote | undefined {
  const middle = (visible.value[0] + visible.value[1]) / 2;
  return notes.sort((a, b) => Math.abs(a.start - middle) - Math.abs(b.start - middle))[0];
}

function sectionAt(song: Roll, position: number): [number, number] {
  const section = song.sections.findLast((one) => one.from <= position + 1e-9 && position < one.to) ?? song.sections[0];
  return section ? [section.from, section.to] : [0, song.length];
}
