/** Words on their way to the text: one edit at a time, what is typed meanwhile goes together in the next. */

import type { RollNote } from "../protocol";
import type { Board } from "./board";
import { syllablesIn } from "./syllables";

export interface Letter {
  part: number;
  /** Of the first note, in its part; and of the one after the last. */
  index: number;
  end: number;
  verse: number;
  text: string;
}

export const keyOf = (part: number, index: number): string => `${part}:${index}`;

export class Outbox {
  private waiting: Letter[] = [];
  private under: Letter | null = null;
  /** Where the text goes on after the last answer, so that nothing waits for a new roll. */
  private then: { part: number; index: number; verse: number; place: string } | null = null;

  /** `returned` gets what was refused, with all that was typed after it. */
  constructor(
    private readonly board: Board,
    private readonly returned: (letter: Letter) => void,
  ) {}

  get empty(): boolean {
    return !this.under && !this.waiting.length;
  }

  post(note: RollNote, verse: number, text: string): void {
    const sung = this.board.scene.value?.of(note);
    if (!sung) return;
    const syllables = syllablesIn(text);
    const letter = { part: sung.part, index: sung.index, end: sung.index + syllables.length, verse, text };
    this.show(letter, syllables);
    const last = this.waiting.at(-1);
    if (last && last.end === letter.index && last.part === letter.part && last.verse === verse) {
      last.text += text;
      last.end = letter.end;
    } else this.waiting.push(letter);
    void this.send();
  }

  /** A new roll has come: what it shows needs no preview any more. */
  shown(): void {
    if (!this.empty) return;
    this.then = null;
    if (this.board.typed.value.size) this.board.typed.value = new Map();
  }

  private async send(): Promise<void> {
    const letter = this.waiting[0];
    if (this.under || !letter || !this.board.asking) return;
    const then = this.then;
    const goesOn = then && then.part === letter.part && then.index === letter.index && then.verse === letter.verse;
    const note = goesOn ? then.place : this.board.scene.value?.notes(letter.part)[letter.index]?.place;
    this.waiting.shift();
    if (note === undefined) return;
    this.under = letter;
    const answer = await this.board.asking.ask({ kind: "words", note, verse: letter.verse, text: letter.text });
    this.under = null;
    if ("why" in answer) {
      const rest = this.waiting.map((one) => one.text).join("");
      this.waiting = [];
      this.board.typed.value = new Map();
      this.returned({ ...letter, text: letter.text + rest });
    } else if (answer.then !== null) this.then = { part: letter.part, index: letter.end, verse: letter.verse, place: answer.then };
    void this.send();
  }

  private show({ part, index }: Letter, syllables: string[]): void {
    const typed = new Map(this.board.typed.value);
    syllables.forEach((one, i) => typed.set(keyOf(part, index + i), one));
    this.board.typed.value = typed;
  }
}
