/** Words on their way to the text: one edit at a time, what is typed meanwhile goes together in the next. */

import type { Edit, Place, RollNote } from "../protocol";
import type { Board } from "./board";
import { isHold, items, syllablesIn } from "./syllables";

export interface Letter {
  part: number;
  /** Of the first note, in its part; and of the one after the last. */
  index: number;
  end: number;
  verse: number;
  text: string;
}

/** Where the text goes on after an answer, so that nothing waits for a new roll: places as they are now. */
interface Mark {
  part: number;
  index: number;
  verse: number;
  next: Place | null;
  /** The last syllable, which is sent again so that the boundary after it is as it was typed. */
  last: { place: Place; text: string } | null;
}

/** Syllables typed in so short a while go into the text together, as one step of undo. */
const PAUSE_MS = 400;

export const keyOf = (part: number, index: number): string => `${part}:${index}`;

export class Outbox {
  private waiting: Letter[] = [];
  private under: Letter | null = null;
  private pause = 0;
  private mark: Mark | null = null;

  /** `returned` gets what was refused, with all that was typed after it. */
  constructor(
    private readonly board: Board,
    private readonly returned: (letter: Letter) => void,
  ) {}

  get empty(): boolean {
    return !this.under && !this.waiting.length;
  }

  /** Words run on from section to section, but each section is asked for by itself. */
  post(note: RollNote, verse: number, text: string): void {
    const sung = this.board.scene.value?.of(note);
    if (!sung) return;
    const notes = this.board.scene.value?.notes(sung.part) ?? [];
    for (const letter of bySection({ part: sung.part, index: sung.index, end: sung.index, verse, text }, notes)) {
      this.show(letter);
      const last = this.waiting.at(-1);
      const together = last && last.end === letter.index && last.part === letter.part && last.verse === letter.verse;
      if (together && notes[last.index]?.section === notes[letter.index]?.section) {
        last.text += letter.text;
        last.end = letter.end;
      } else this.waiting.push(letter);
    }
    clearTimeout(this.pause);
    this.pause = window.setTimeout(() => this.flush(), PAUSE_MS);
  }

  /** Sends what waits, without waiting for more. */
  flush(): void {
    clearTimeout(this.pause);
    void this.send();
  }

  /** A new roll has come: what it shows needs no preview any more. */
  shown(): void {
    if (!this.empty) return;
    this.mark = null;
    if (this.board.typed.value.size) this.board.typed.value = new Map();
  }

  private async send(): Promise<void> {
    const letter = this.waiting[0];
    if (this.under || !letter || !this.board.asking) return;
    const asked = this.edit(letter);
    this.waiting.shift();
    if (!asked) return;
    this.under = letter;
    const answer = await this.board.asking.ask(asked.edit, asked.isCurrent);
    this.under = null;
    if ("why" in answer) {
      const rest = this.waiting.map((one) => one.text).join("");
      this.waiting = [];
      this.mark = null;
      this.board.typed.value = new Map();
      this.returned({ ...letter, text: letter.text + rest });
    } else this.mark = { ...letter, index: letter.end, next: answer.then, last: lastOf(letter.text, answer.notes) };
    void this.send();
  }

  private edit(letter: Letter): { edit: Edit; isCurrent: boolean } | null {
    const { part, index, verse, text } = letter;
    const { mark } = this;
    const notes = this.board.scene.value?.notes(part) ?? [];
    const goesOn = mark && mark.part === part && mark.index === index && mark.verse === verse;
    const joined = goesOn && notes[index - 1]?.section === notes[index]?.section;
    if (joined && mark.last)
      return { edit: { kind: "words", note: mark.last.place, verse, text: mark.last.text + text }, isCurrent: true };
    if (goesOn && mark.next) return { edit: { kind: "words", note: mark.next, verse, text }, isCurrent: true };
    const place = notes[index]?.place;
    return place === undefined ? null : { edit: { kind: "words", note: place, verse, text }, isCurrent: false };
  }

  private show({ part, index, text }: Letter): void {
    const typed = new Map(this.board.typed.value);
    syllablesIn(text).forEach((one, i) => typed.set(keyOf(part, index + i), isHold(one) ? "-" : one));
    this.board.typed.value = typed;
  }
}

function lastOf(text: string, places: Place[]): Mark["last"] {
  const all = items(text);
  const place = places.at(-1);
  if (place === undefined || text.includes("[")) return null;
  const tail = all.slice(all.findLastIndex((one) => one.sung)).map((one) => one.text);
  return { place, text: tail.join("") };
}

/** One letter a section; in another section the verse is the one that is sung there. */
export function bySection(letter: Letter, notes: readonly RollNote[]): Letter[] {
  const found: Letter[] = [];
  let now: Letter = { ...letter, text: "" };
  for (const item of items(letter.text)) {
    const note = notes[now.end];
    if (item.sung && now.end > now.index && note && note.section !== notes[now.index].section) {
      found.push(now);
      now = { part: letter.part, index: now.end, end: now.end, verse: note.verse, text: "" };
    }
    now.text += item.text;
    if (item.sung) now.end += 1;
  }
  return [...found, now];
}
