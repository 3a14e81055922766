/** A part's notes -> its words, line by line, with the seconds in which each syllable is sung. */

import type { Roll, RollNote } from "../protocol";
import { secondsAt } from "../song_clock";

export interface Syllable {
  text: string;
  startS: number;
  endS: number;
}
export type Word = Syllable[];
export interface Line {
  /** The section that begins with it, or "". */
  section: string;
  words: Word[];
}

const IN_A_LINE = 10; // characters between two words of one line, at most: a pronunciation may be given there

export function lyricLines(song: Roll, part: number): Line[] {
  const lines: Line[] = [];
  let before: RollNote | null = null;
  for (const note of song.parts[part]?.notes ?? []) {
    const syllable = syllableOf(song, note);
    const line = lines.at(-1);
    const word = line?.words.at(-1);
    if (word && isHeldOn(note)) word[word.length - 1].endS = syllable.endS;
    else if (note.text === "" || note.text === "-") continue;
    else {
      if (!line || !before || beginsLine(before, note))
        lines.push({ section: before?.section === note.section ? "" : nameOf(song, note), words: [[syllable]] });
      else if (note.boundary === "" && word) word.push(syllable);
      else line.words.push([syllable]);
      before = note;
    }
  }
  return lines;
}

/** Where in the song a part has words at all. */
export function hasWords(song: Roll, part: number): boolean {
  return song.parts[part].notes.some(({ text }) => text !== "" && text !== "-");
}

function syllableOf(song: Roll, note: RollNote): Syllable {
  const [startS, endS] = [note.start, note.start + note.length].map((at) => secondsAt(song.clock, at));
  return { text: note.text, startS, endS };
}

function isHeldOn(note: RollNote): boolean {
  return note.text === "-";
}

/** Another section, or another line of lyrics in the text. */
function beginsLine(before: RollNote, note: RollNote): boolean {
  if (before.section !== note.section) return true;
  if (note.boundary === "") return false;
  if (!before.lyric || !note.lyric) return note.boundary === "|";
  const between = note.lyric[0] - before.lyric[1];
  return between < 0 || between > IN_A_LINE;
}

function nameOf(song: Roll, note: RollNote): string {
  return song.sections[note.section]?.name ?? "";
}
