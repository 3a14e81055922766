/** Changes asked of the text, one at a time and in order; what is under way is shown as pending meanwhile. */

import { type Signal, signal } from "@preact/signals-core";
import type { Edit, Place } from "../protocol";
import type { Editing } from "../state";
import { plus } from "./grid";

export type Answer = { notes: Place[]; then: Place | null } | { why: string };

interface Wish {
  edit: Edit;
  /** Its places are those of the text after the last answer, not those of the roll that is shown. */
  isCurrent: boolean;
  sent: boolean;
  answer: Answer | null;
  told: ((answer: Answer) => void)[];
}

/** How long a changed text may stay without a new roll before it is believed to look the same. */
const PATIENCE_MS = 4000;

export class Asking {
  /** Edits that the roll does not show yet. */
  readonly pending: Signal<readonly Edit[]> = signal([]);
  private wishes: Wish[] = [];
  private renamed = new Map<Place, Place>();
  private clock = 0;

  /** `refused` is told why; `settled` has the notes in hand once the roll shows them. */
  constructor(
    private readonly editing: Editing,
    private readonly refused: (why: string) => void,
    private readonly settled: (asked: Place[], notes: Place[]) => void,
  ) {}

  ask(edit: Edit, isCurrent = false): Promise<Answer> {
    const last = this.wishes.at(-1);
    const merged = last && !last.sent && last.isCurrent === isCurrent ? together(last.edit, edit) : null;
    return new Promise((told) => {
      if (last && merged) {
        last.edit = merged;
        last.told.push(told);
      } else this.wishes.push({ edit, isCurrent, sent: false, answer: null, told: [told] });
      this.show();
      void this.send();
    });
  }

  get busy(): boolean {
    return this.wishes.length > 0;
  }

  /** A new roll: what was answered is in it; what waits is told the new places. */
  shown(follow: (place: Place) => Place | null): void {
    const done = this.wishes.filter((wish) => wish.answer);
    this.wishes = this.wishes.filter((wish) => !wish.answer);
    for (const { edit, answer } of done)
      if (answer && "notes" in answer && edit.kind !== "words") this.settled(placesOf(edit), answer.notes);
    for (const wish of this.wishes)
      if (!wish.sent && !wish.isCurrent) wish.edit = withPlaces(wish.edit, (one) => this.renamed.get(one) ?? follow(one) ?? one);
    if (done.length) this.renamed.clear();
    this.show();
    void this.send();
  }

  private async send(): Promise<void> {
    const wish = this.wishes.find((one) => !one.answer);
    if (!wish || wish.sent) return;
    const waiting = !wish.isCurrent && this.wishes.some((one) => one.answer);
    if (waiting && !placesOf(wish.edit).every((one) => this.renamed.has(one))) return; // until the roll is there
    if (waiting) wish.edit = withPlaces(wish.edit, (one) => this.renamed.get(one) ?? one);
    wish.sent = true;
    const answer = await this.editing.apply(wish.edit).catch((why) => ({ why: String(why?.message ?? why) }));
    this.answered(wish, answer);
    void this.send();
  }

  private answered(wish: Wish, answer: Answer): void {
    if ("why" in answer) {
      this.wishes = this.wishes.filter((one) => one !== wish);
      this.refused(answer.why);
    } else {
      wish.answer = answer;
      this.rename(placesOf(wish.edit), answer.notes);
      clearTimeout(this.clock);
      this.clock = window.setTimeout(() => this.shown((one) => one), PATIENCE_MS);
    }
    this.show();
    for (const told of wish.told) told(answer);
  }

  /** What is asked next may name notes as they were before: only those in hand are known under their new names. */
  private rename(asked: Place[], notes: Place[]): void {
    const first = [...this.renamed].map(([old, now]) => [old, asked.indexOf(now)] as const);
    this.renamed = new Map();
    if (asked.length !== notes.length) return;
    asked.forEach((old, i) => this.renamed.set(old, notes[i]));
    for (const wish of this.wishes)
      if (!wish.sent && wish.isCurrent) wish.edit = withPlaces(wish.edit, (one) => this.renamed.get(one) ?? one);
    for (const [old, i] of first) if (i >= 0) this.renamed.set(old, notes[i]);
  }

  private show(): void {
    this.pending.value = this.wishes.map((wish) => wish.edit);
  }
}

/** Two moves of the same notes, or two changes of one note's length, as one. */
function together(a: Edit, b: Edit): Edit | null {
  if (a.kind === "move" && b.kind === "move" && String(a.notes) === String(b.notes))
    return { ...a, semitones: a.semitones + b.semitones, by: plus(a.by, b.by) };
  if (a.kind === "resize" && b.kind === "resize" && a.note === b.note)
    return { ...a, start_by: plus(a.start_by, b.start_by), end_by: plus(a.end_by, b.end_by) };
  return null;
}

export function placesOf(edit: Edit): Place[] {
  if ("notes" in edit) return edit.notes;
  return "note" in edit ? [edit.note] : [];
}

function withPlaces(edit: Edit, now: (place: Place) => Place): Edit {
  if ("notes" in edit) return { ...edit, notes: edit.notes.map(now) };
  return "note" in edit ? { ...edit, note: now(edit.note) } : edit;
}

export const noChange = (edit: Edit): boolean =>
  (edit.kind === "move" && edit.semitones === 0 && edit.by[0] === 0) ||
  (edit.kind === "resize" && edit.start_by[0] === 0 && edit.end_by[0] === 0);
