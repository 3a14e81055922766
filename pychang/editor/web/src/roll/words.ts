/** Typing words on notes: a field right over the note in hand that runs on from note to note. */

import { effect, untracked } from "@preact/signals-core";
import type { RollNote } from "../protocol";
import { roll } from "../state";
import { el } from "../ui/dom";
import { say } from "../words";
import { reveal } from "./actions";
import { type Board, look, take } from "./board";
import { noteRect, showing } from "./geometry";
import { noteText } from "./names";
import { type Letter, Outbox } from "./outbox";
import { isHold, oneLine, settle, syllablesIn } from "./syllables";

export interface Typing {
  open(note: RollNote): void;
  close(): void;
}

interface Hand {
  part: number;
  index: number;
  verse: number;
}

export function createTyping(field: HTMLElement, board: Board): Typing {
  const input = el("input", {
    class: "roll-input",
    type: "text",
    lang: "ko",
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: false,
    enterKeyHint: "next",
  });
  const verses = el("select", { class: "roll-verse", "aria-label": () => say("절", "Verse") });
  const box = el("div", { class: "roll-typing", hidden: true }, input, verses);
  const pen = document.createElement("canvas").getContext("2d");
  field.append(box);

  let hand: Hand | null = null;
  /** The beginning of the field's value that is on its way already; the field keeps it while Hangul is composed. */
  let sent = "";
  let composing = false;
  let pristine = "";
  /** Whether something was typed since the field came over a note by other ways than typing on. */
  let begun = false;
  const outbox = new Outbox(board, giveBack);

  const noteAt = (one: Hand | null): RollNote | undefined => (one ? board.scene.value?.notes(one.part)[one.index] : undefined);

  function open(note: RollNote): void {
    const sung = board.scene.value?.of(note);
    if (!sung || !board.editing) return;
    box.hidden = false;
    field.dataset.typing = "yes";
    stand({ part: sung.part, index: sung.index, verse: note.verse });
    fill(note.text);
    input.focus({ preventScroll: true });
    input.select();
    reveal(board, note);
  }

  function close(): void {
    if (!hand) return;
    outbox.flush();
    hand = null;
    field.dataset.typing = "";
    const focused = document.activeElement === input;
    box.hidden = true;
    fill("");
    if (focused) field.focus({ preventScroll: true });
  }

  /** Puts the field over a note. */
  function stand(next: Hand): void {
    hand = next;
    const note = noteAt(hand);
    const scene = board.scene.value;
    if (!note || !scene) return;
    take(board, note);
    look(board, (view) => showing(view, note.start, note.start + note.length, note.midi));
    input.setAttribute("aria-label", say(`노랫말: ${noteText(scene, note)}`, `Words: ${noteText(scene, note)}`));
    offerVerses(note);
    place();
  }

  function fill(text: string): void {
    input.value = pristine = text;
    sent = "";
    begun = false;
    showRest();
  }

  function place(): void {
    const note = noteAt(hand);
    if (!note) return;
    const view = board.view.value;
    const rect = noteRect(view, note.start, note.length, note.midi);
    const height = Math.max(rect.height, 26);
    box.style.transform = `translate(${Math.round(rect.x)}px, ${Math.round(rect.y + (rect.height - height) / 2)}px)`;
    box.style.setProperty("--roll-typing-width", `${Math.round(Math.max(rect.width, 52))}px`);
    box.style.setProperty("--roll-typing-height", `${Math.round(height)}px`);
  }

  function offerVerses(note: RollNote): void {
    const scene = board.scene.value;
    const passes = (scene?.appearances.get(note.place) ?? []).map((one) => scene?.roll.sections[one.note.section]?.pass ?? 0);
    const all = [...new Set([...passes, note.verse])].sort((a, b) => a - b);
    verses.hidden = all.length < 2;
    verses.replaceChildren(...all.map((pass) => el("option", { value: String(pass) }, say(`${pass + 1}절`, `Verse ${pass + 1}`))));
    verses.value = String(hand?.verse ?? 0);
  }

  const rest = () => input.value.slice(sent.length);

  /** What is sent is pushed out of sight to the left: the field must not be changed while Hangul is composed. */
  function showRest(): void {
    input.style.textIndent = sent ? `${-widthOf(sent)}px` : "";
  }

  function widthOf(text: string): number {
    if (!pen) return 0;
    pen.font = getComputedStyle(input).font;
    return pen.measureText(text).width;
  }

  /** What is typed first on a note that held on begins a word: the one before ends there. */
  function asWord(text: string): string {
    const begins = !begun && hand !== null && textAt(hand.index) === "-" && !isHold(syllablesIn(text)[0]);
    begun = true;
    return begins && !/^\s/u.test(text) ? ` ${text}` : text;
  }

  /** Sends what is settled and moves on by as many notes. */
  function post(text: string): void {
    const note = noteAt(hand);
    if (!note || !hand) return;
    outbox.post(note, hand.verse, asWord(text));
    const last = (board.scene.value?.notes(hand.part).length ?? 1) - 1;
    const index = hand.index + syllablesIn(text).length;
    if (index > last) return close();
    stand({ ...hand, index });
  }

  function typed(): void {
    if (!hand) return;
    takeBack();
    const { done } = settle(rest());
    if (done && (rest() !== pristine || sent)) {
      sent += done;
      pristine = "";
      post(done);
    }
    if (!composing) drop();
    showRest();
  }

  /** An IME that composes whole words may have changed what was sent: go back to where it differs. */
  function takeBack(): void {
    if (!hand || input.value.startsWith(sent)) return;
    let same = 0;
    while (same < sent.length && sent[same] === input.value[same]) same++;
    const lost = syllablesIn(sent.slice(same)).length;
    sent = sent.slice(0, same);
    stand({ ...hand, index: Math.max(hand.index - lost, 0) });
  }

  /** Nothing is being composed: the field may forget what was sent. */
  function drop(): void {
    if (!sent) return;
    input.value = rest();
    sent = "";
    showRest();
  }

  /** What is left in the field goes too. */
  function finish(): boolean {
    const text = rest();
    if (!hand || !text.trim() || text === pristine || !syllablesIn(text).length) return false;
    sent = input.value;
    post(text);
    if (hand) drop();
    return true;
  }

  function step(by: number): void {
    const moved = finish();
    if (!hand) return;
    const notes = board.scene.value?.notes(hand.part) ?? [];
    const index = hand.index + by - (moved ? 1 : 0);
    if (index < 0 || index >= notes.length) return by > 0 ? close() : undefined;
    stand({ ...hand, index, verse: verseAt(notes[index]) });
    fill(textAt(index));
    begun = moved; // typed on
    input.select();
  }

  /** The chosen verse goes along within a section; another section has its own. */
  function verseAt(note: RollNote): number {
    const here = noteAt(hand);
    return hand && here && here.section === note.section ? hand.verse : note.verse;
  }

  function textAt(index: number): string {
    if (!hand) return "";
    return board.typed.value.get(`${hand.part}:${index}`) ?? noteAt({ ...hand, index })?.text ?? "";
  }

  /** Refused: all that was typed stands in the field again, over the note where it began. */
  function giveBack(letter: Letter): void {
    const text = letter.text + (hand && rest() !== pristine ? rest() : "");
    const note = noteAt(letter);
    if (!note || composing) return;
    box.hidden = false;
    field.dataset.typing = "yes";
    stand(letter);
    fill(text);
    pristine = text; // not sent again until it is changed
    input.focus({ preventScroll: true });
  }

  input.addEventListener("compositionstart", () => {
    composing = true;
  });
  input.addEventListener("compositionend", () => {
    composing = false;
    window.setTimeout(() => !composing && typed()); // many IMEs begin the next block at once
  });
  input.addEventListener("input", () => typed());
  input.addEventListener("blur", () => {
    composing = false;
    window.setTimeout(() => {
      if (!hand || box.contains(document.activeElement)) return;
      finish();
      close();
    });
  });
  input.addEventListener("paste", (event) => {
    const text = oneLine(event.clipboardData?.getData("text/plain") ?? "");
    event.preventDefault();
    if (!text || !syllablesIn(text).length) return;
    if (input.selectionStart === input.selectionEnd) finish();
    fill("");
    post(text.includes(" ") ? ` ${text}` : text); // a line of lyrics begins with a word
    if (hand) fill(textAt(hand.index));
    input.select();
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    const untouched = input.value === pristine;
    const mod = event.ctrlKey || event.metaKey;
    const keys: Record<string, () => void> = {
      Enter: () => step(event.shiftKey ? -1 : 1),
      Tab: () => step(event.shiftKey ? -1 : 1),
      Escape: () => (finish(), close()),
    };
    if (untouched || !rest()) keys[" "] = () => step(1);
    if (!input.value) keys.Backspace = () => step(-1);
    if (mod && untouched) {
      keys.z = () => board.editing?.undo();
      keys.Z = keys.y = () => board.editing?.redo();
    }
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  verses.addEventListener("change", () => {
    const note = noteAt(hand);
    const scene = board.scene.value;
    if (!note || !hand || !scene) return;
    const verse = Number(verses.value);
    const there = scene.appearances.get(note.place)?.find((one) => scene.roll.sections[one.note.section]?.pass === verse);
    stand({ part: there?.part ?? hand.part, index: there?.index ?? hand.index, verse });
    fill(there?.note.verse === verse ? there.note.text : "");
    input.focus();
    input.select();
  });

  effect(() => {
    void board.view.value;
    untracked(place);
  });
  effect(() => {
    if (!roll.value) return;
    untracked(() => {
      outbox.shown();
      if (hand && !noteAt(hand)) close();
      else place();
    });
  });
  return { open, close };
}
