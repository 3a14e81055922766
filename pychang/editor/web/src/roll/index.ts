/**
 * The piano roll: a view of the song that asks for changes of its text.
 *
 * `createRoll` builds it in `host`; without `editing` it is for reading and listening only. Pure parts: `grid`
 * (exact score time), `geometry` (where things are), `syllables` (typed words), `preview` and `follow`.
 */

import { batch, computed, effect, untracked } from "@preact/signals-core";
import type { Place, RollNote } from "../protocol";
import { type Editing, type Transport, caret, keysWidth, playheadS, playing, selection, states, visible } from "../state";
import { expose } from "../exposed";
import { el } from "../ui/dom";
import { notify } from "../ui/notices";
import { say } from "../words";
import { focused } from "./actions";
import { Asking } from "./asking";
import { createBar } from "./bar";
import { type Board, createBoard, look } from "./board";
import { followed } from "./follow";
import { across, noteRect, showing } from "./geometry";
import { fitRange, listenToKeys } from "./keys";
import { createLayers } from "./layers";
import { openMenu } from "./menu";
import { noteText, phrasesText } from "./names";
import { listenToPointer } from "./pointer";
import { createProbe } from "./probe";
import type { Scene } from "./scene";
import { createTyping } from "./words";

export { rollKeys } from "./help_keys";

/** Pixels a whole note with which a song opens, and with which words can still be read. */
const USUAL_SCALE = 170;
const LEAST_SCALE = 90;
/** Whole notes with which a song opens that may yet grow. */
const LEAST_LENGTH = 4;
/** Pixels across, below which there is nothing to look at. */
const SEEN = 60;

export function createRoll(host: HTMLElement, editing: Editing | null, transport: Transport): void {
  const asking = editing && new Asking(editing, (why) => notify(why, "bad"), inHandAgain);
  const board = createBoard(editing, asking, transport);
  const field = el("div", { class: "roll-field", role: "application", tabIndex: 0, "aria-label": () => fieldLabel(board) });
  host.classList.add("roll");
  host.append(createBar(board), field);

  const layers = createLayers(field, board);
  const typing = createTyping(field, board);
  const strayed = () => void (stray = true);
  let stray = false;
  listenToKeys(field, board, typing.open);
  listenToPointer(field, board, layers, { words: typing.open, menu, strayed });
  field.append(phraseBar(board), readOut(board));

  let latest: ReadonlySet<Place> = new Set();
  let shown: Scene | null = null;
  const isSeen = computed(() => board.view.value.width > SEEN);
  effect(() => {
    const scene = board.scene.value;
    if (!scene || (!shown && !isSeen.value)) return; // on a phone the roll may be behind another view at first
    const before = shown;
    shown = scene;
    untracked(() => batch(() => (before ? carryOver(board, before, scene) : begin(board))));
  });
  followCaret(board);
  effect(() => {
    if (playing.value !== "playing") stray = false;
  });
  effect(() => {
    const s = playheadS.value;
    if (playing.value === "playing" && board.following.value && !stray) untracked(() => follow(board, s));
  });
  effect(() => {
    const view = board.view.value;
    visible.value = [view.left, view.left + across(view)];
    keysWidth.value = view.keys;
  });
  expose({ roll: createProbe(field, board) });

  /** After a change of ours: its notes, unless others were taken meanwhile. */
  function inHandAgain(asked: Place[], notes: Place[]): void {
    const isOurs = [...selection.peek()].every((place) => asked.includes(place) || notes.includes(place) || latest.has(place));
    if (!notes.length || !isOurs) return;
    latest = new Set(asked.length ? [] : notes); // of notes added one after the other, the last
    selection.value = new Set(notes);
  }

  function menu(x: number, y: number): void {
    const box = field.getBoundingClientRect();
    const note = focused(board);
    const rect = note && noteRect(board.view.value, note.start, note.length, note.midi);
    const at = Number.isNaN(x) ? { x: box.left + (rect?.x ?? 80), y: box.top + (rect ? rect.y + rect.height : 80) } : { x, y };
    openMenu(field, board, at.x, at.y, typing.open);
  }
}

function fieldLabel(board: Board): string {
  const keys = board.editing
    ? say(
        "화살표로 음표를 오가고, 알트와 화살표로 옮기고, 엔터로 노랫말을 적습니다",
        "Arrows walk the notes, Alt and arrows move them, Enter types words",
      )
    : say("화살표로 음표를 오갑니다", "Arrows walk the notes");
  return `${say("피아노 롤", "Piano roll")}. ${keys}.`;
}

/** The first roll: all of a short song, the beginning of a longer one. */
function begin(board: Board): void {
  const { part, scene } = board;
  if (!scene.value?.notes(part.value).length) {
    const singing = scene.value?.roll.parts.findIndex((one) => one.notes.length) ?? -1;
    if (singing >= 0) part.value = singing;
  }
  fitRange(board, 0, Math.max(scene.value?.roll.length ?? 0, board.editing ? LEAST_LENGTH : 0.25));
  if (board.view.value.scale < LEAST_SCALE) fitRange(board, 0, across(board.view.value) * (board.view.value.scale / USUAL_SCALE));
}

/** A new roll of the same song: what was in hand is in hand still. */
function carryOver(board: Board, before: Scene, scene: Scene): void {
  const follow = followed(before, scene);
  const focus = board.focus.value;
  const held = selection.value;
  const sung = focus && before.of(focus);
  board.asking?.shown(follow);
  if (selection.value === held) selection.value = new Set([...held].map(follow).filter((place) => place !== null));
  const now = sung && scene.notes(sung.part)[sung.index];
  board.focus.value = now && selection.value.has(now.place) ? now : nearest(scene, [...selection.value], focus);
  if (board.part.value >= scene.roll.parts.length) board.part.value = 0;
  look(board, (view) => view);
}

/** Of the first note in hand the appearance that is nearest to where the hand was. */
function nearest(scene: Scene, [place]: Place[], focus: RollNote | null): RollNote | null {
  const all = (scene.appearances.get(place) ?? []).map((one) => one.note);
  const far = (note: RollNote) => Math.abs(note.start - (focus?.start ?? 0));
  return all.sort((a, b) => far(a) - far(b))[0] ?? null;
}

/** The note at the text's caret comes into sight; the roll's own reveal moves the caret too, to where it is. */
function followCaret(board: Board): void {
  effect(() => {
    const offset = caret.value;
    untracked(() => showAt(board, offset));
  });
}

function showAt(board: Board, offset: number): void {
  const scene = board.scene.value;
  const note = scene?.atOffset(board.part.value, offset);
  if (!scene || !note || selection.value.has(note.place)) return;
  const view = board.view.value;
  const isNear = (start: number) => start >= view.left && start < view.left + across(view);
  const near = scene.appearances.get(note.place)?.find((one) => isNear(one.note.start));
  board.part.value = scene.of(note)?.part ?? 0;
  const { start, length, midi } = near?.note ?? note;
  look(board, (now) => showing(now, start, start + length, midi));
}

/** Turns the page when the playhead comes to its end. */
function follow(board: Board, s: number): void {
  const scene = board.scene.peek();
  if (!scene) return;
  const view = board.view.peek();
  const position = scene.position(s);
  if (position > view.left + across(view) * 0.9 || position < view.left)
    look(board, (now) => ({ ...now, left: position - across(now) * 0.1 }));
}

/** What the slim bar of phrases shows, in words. */
function phraseBar(board: Board): HTMLElement {
  const text = () => {
    const phrases = board.scene.value?.roll.phrases ?? [];
    return phrasesText(phrases.map((one) => states.value.get(one.key) ?? "stale"));
  };
  return el("div", { class: "roll-phrases", role: "img", "aria-label": text, title: text });
}

/** The note in hand, read out as it changes. */
function readOut(board: Board): HTMLElement {
  const live = el("p", { class: "roll-live", "aria-live": "polite" });
  effect(() => {
    const note = focused(board);
    const scene = board.scene.value;
    const several = selection.value.size;
    const text = note && scene && several ? noteText(scene, note) : "";
    live.textContent = several > 1 ? say(`음표 ${several}개. ${text}`, `${several} notes. ${text}`) : text;
  });
  return live;
}
