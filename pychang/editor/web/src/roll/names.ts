/** What notes, lengths and phrases are called in both languages. */

import type { PhraseState, RollNote } from "../protocol";
import { language } from "../state";
import { say } from "../words";
import { barAt } from "./grid";
import type { Scene } from "./scene";

const LETTERS = ["C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"];
const KOREAN = ["도", "도#", "레", "레#", "미", "파", "파#", "솔", "솔#", "라", "라#", "시"];
const BLACK = new Set([1, 3, 6, 8, 10]);

export const isBlack = (midi: number): boolean => BLACK.has(midi % 12);

export function pitchName(midi: number): string {
  const names = language.value === "ko" ? KOREAN : LETTERS;
  return `${names[midi % 12]}${Math.floor(midi / 12) - 1}`;
}

const FIGURES: [number, string, string][] = [
  [1, "온음표", "whole note"],
  [2, "2분음표", "half note"],
  [4, "4분음표", "quarter note"],
  [8, "8분음표", "eighth note"],
  [16, "16분음표", "sixteenth note"],
  [32, "32분음표", "thirty-second note"],
];
const SHAPES: [number, string, string][] = [
  [1, "", ""],
  [1.5, "점", "dotted "],
  [1.75, "겹점", "double-dotted "],
  [2 / 3, "셋잇단 ", "triplet "],
];

/** A length as figures are called, or in quarter notes. */
export function lengthName(length: number): string {
  for (const [share, koShape, enShape] of SHAPES)
    for (const [figure, ko, en] of FIGURES)
      if (Math.abs(length - share / figure) < 1e-9) return say(koShape + ko, enShape + en);
  const quarters = Number((length * 4).toFixed(3));
  return say(`4분음표 ${quarters}개 길이`, `${quarters} quarter notes`);
}

/** A note as it is read out: pitch, length, syllable, bar. */
export function noteText(scene: Scene, note: RollNote): string {
  const bar = scene.roll.bars[barAt(scene.roll.bars, note.start)]?.number ?? 1;
  const words = note.text ? `‘${note.text}’` : say("노랫말 없음", "no words");
  const word = note.text === "-" ? say("이어 부름", "held on") : words;
  const spoken = note.spoken ? say(`, 소리는 ‘${note.spoken}’`, `, sung as ‘${note.spoken}’`) : "";
  const times = scene.appearances.get(note.place)?.length ?? 1;
  const again = times > 1 ? say(`, ${times}번 불림`, `, sung ${times} times`) : "";
  const where = say(`${bar}번째 마디`, `bar ${bar}`);
  return `${pitchName(note.midi)}, ${lengthName(note.length)}, ${word}${spoken}, ${where}${again}`;
}

/** How many phrases are in which state. */
export function phrasesText(states: PhraseState[]): string {
  const count = (state: PhraseState) => states.filter((one) => one === state).length;
  const [fresh, singing, stale] = [count("fresh"), count("singing"), count("stale")];
  if (!states.length) return say("부를 소절이 없습니다", "No phrases to sing");
  if (fresh === states.length) return say(`소절 ${fresh}개를 모두 불러 두었습니다`, `All ${fresh} phrases are sung`);
  const ko = [`소절 ${states.length}개 가운데 ${fresh}개 불러 둠`, singing ? `${singing}개 부르는 중` : "", stale ? `${stale}개 남음` : ""];
  const en = [`${fresh} of ${states.length} phrases sung`, singing ? `${singing} being sung` : "", stale ? `${stale} to sing` : ""];
  return say(ko.filter(Boolean).join(", "), en.filter(Boolean).join(", "));
}

/** A section with the pass, where it is sung more than once. */
export function sectionName(scene: Scene, index: number): string {
  const { name, pass, part, line } = scene.roll.sections[index];
  const again = scene.roll.sections.some((one) => one.part === part && one.name === name && one.line === line && one.pass > 0);
  return again ? `${name} ${say(`${pass + 1}번째`, `(${pass + 1})`)}` : name;
}

export function partName(name: string, index: number): string {
  return name || say(`파트 ${index + 1}`, `Part ${index + 1}`);
}
