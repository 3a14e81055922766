/** The roll by keyboard. */

import type { RollNote } from "../protocol";
import { selection } from "../state";
import { actionNamed, focused, go, selectAll, walk, zoom } from "./actions";
import { type Board, look } from "./board";
import { across, fitted } from "./geometry";

type Do = (board: Board, words: (note: RollNote) => void) => void;

const doing = (name: string): Do => (board, words) => {
  const action = actionNamed(name);
  if (action.possible(board)) action.run(board, words);
};

/** From key, with what is held down before it, to what it does. */
const KEYS: Record<string, Do> = {
  Enter: doing("words"),
  F2: doing("words"),
  Delete: doing("delete"),
  Backspace: doing("delete"),
  s: doing("split"),
  j: doing("join"),
  p: doing("play"),
  F4: doing("text"),
  Insert: doing("add"),
  "Alt+ArrowUp": doing("up"),
  "Alt+ArrowDown": doing("down"),
  "Alt+Shift+ArrowUp": doing("octave-up"),
  "Alt+Shift+ArrowDown": doing("octave-down"),
  "Alt+ArrowLeft": doing("earlier"),
  "Alt+ArrowRight": doing("later"),
  "Alt+Shift+ArrowLeft": doing("shorter"),
  "Alt+Shift+ArrowRight": doing("longer"),
  ArrowLeft: (board) => walk(board, -1),
  ArrowRight: (board) => walk(board, 1),
  ArrowUp: (board) => scrollRows(board, 2),
  ArrowDown: (board) => scrollRows(board, -2),
  "Shift+ArrowLeft": (board) => walk(board, -1, "keep"),
  "Shift+ArrowRight": (board) => walk(board, 1, "keep"),
  Home: (board) => walk(board, -Infinity),
  End: (board) => walk(board, Infinity),
  PageUp: (board) => walkBars(board, -4),
  PageDown: (board) => walkBars(board, 4),
  "Alt+PageUp": (board) => walkSections(board, -1),
  "Alt+PageDown": (board) => walkSections(board, 1),
  "Mod+a": selectAll,
  "Mod+z": (board) => board.editing?.undo(),
  "Mod+Shift+z": (board) => board.editing?.redo(),
  "Mod+y": (board) => board.editing?.redo(),
  "+": (board) => zoom(board, 1.25, 1),
  "=": (board) => zoom(board, 1.25, 1),
  "Shift++": (board) => zoom(board, 1.25, 1),
  "-": (board) => zoom(board, 0.8, 1),
  "Alt++": (board) => zoom(board, 1, 1.2),
  "Alt+=": (board) => zoom(board, 1, 1.2),
  "Alt+Shift++": (board) => zoom(board, 1, 1.2),
  "Alt+-": (board) => zoom(board, 1, 1 / 1.2),
  "0": fitSong,
  "9": fitSection,
  b: (board) => {
    if (board.editing) board.tool.value = board.tool.value === "pencil" ? "select" : "pencil";
  },
  v: (board) => {
    board.tool.value = "select";
  },
  Escape: () => {
    selection.value = new Set();
  },
};

/** `Alt+Shift+ArrowUp`; a letter by its key where Hangul is being typed. */
function nameOf(event: KeyboardEvent): string {
  const letter = /^Key[A-Z]$/.test(event.code) ? event.code.slice(3).toLowerCase() : event.key;
  const mod = event.ctrlKey || event.metaKey;
  return `${mod ? "Mod+" : ""}${event.altKey ? "Alt+" : ""}${event.shiftKey ? "Shift+" : ""}${letter}`;
}

export function listenToKeys(field: HTMLElement, board: Board, words: (note: RollNote) => void): void {
  field.addEventListener("keydown", (event) => {
    if (event.target !== field || event.isComposing) return;
    if (event.key === " " && !event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault();
      event.stopPropagation(); // the page may have the space bar play too
      if (!event.repeat) board.transport.toggle();
      return;
    }
    const act = KEYS[nameOf(event)];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act(board, words);
  });
}

function scrollRows(board: Board, rows: number): void {
  look(board, (view) => ({ ...view, top: view.top + rows }));
}

function walkBars(board: Board, bars: number): void {
  const scene = board.scene.value;
  if (!scene) return;
  const here = focused(board)?.start ?? board.view.value.left;
  const all = scene.roll.bars;
  const now = Math.max(all.findLastIndex((bar) => bar.at <= here + 1e-9), 0);
  const bar = all[Math.min(Math.max(now + bars, 0), all.length - 1)];
  if (bar) go(board, scene.near(board.part.value, bar.at));
}

function walkSections(board: Board, steps: number): void {
  const scene = board.scene.value;
  if (!scene) return;
  const mine = scene.roll.sections.filter((one) => one.part === board.part.value);
  const here = focused(board)?.start ?? board.view.value.left;
  const now = Math.max(mine.findLastIndex((one) => one.from <= here + 1e-9), 0);
  const section = mine[Math.min(Math.max(now + steps, 0), mine.length - 1)];
  if (section) go(board, scene.near(board.part.value, section.from));
}

/** Lowest and highest pitch between two positions, or an octave around middle C. */
function reach(board: Board, from: number, to: number): [low: number, high: number] {
  const scene = board.scene.value;
  const pitches = scene ? [...scene.between(board.part.value, from + 1e-6, to - 1e-6)].map((note) => note.midi) : [];
  return pitches.length ? [Math.min(...pitches), Math.max(...pitches)] : [60, 72];
}

/** From one position to another across the field, with all their notes in sight. */
export function fitRange(board: Board, from: number, to: number): void {
  look(board, (view) => fitted(view, from, to, ...reach(board, from, to)));
}

export function fitSong(board: Board): void {
  fitRange(board, 0, board.scene.value?.roll.length ?? 4);
}

/** The section of the note in hand, or of the middle of what is seen. */
export function fitSection(board: Board): void {
  const scene = board.scene.value;
  if (!scene) return;
  const here = focused(board)?.start ?? board.view.value.left + across(board.view.value) / 2;
  const section = scene.roll.sections[scene.sectionAt(board.part.value, here)];
  if (section) fitRange(board, section.from, section.to);
}
