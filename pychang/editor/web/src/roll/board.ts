/** What the roll's parts share: what is seen, what is in hand, what is asked for. */

import { type ReadonlySignal, type Signal, computed, signal } from "@preact/signals-core";
import type { Edit, Place, RollNote } from "../protocol";
import { type Editing, type Transport, roll, selection } from "../state";
import type { Asking } from "./asking";
import { type View, kept } from "./geometry";
import { type Grid, gridFor } from "./grid";
import { type Preview, previewOf } from "./preview";
import { Scene } from "./scene";

export type Tool = "select" | "pencil";

export interface Board {
  readonly editing: Editing | null;
  readonly asking: Asking | null;
  readonly transport: Transport;
  readonly scene: ReadonlySignal<Scene | null>;
  readonly view: Signal<View>;
  /** The part in the foreground. */
  readonly part: Signal<number>;
  readonly tool: Signal<Tool>;
  /** The grid that was chosen; null: by zoom. */
  readonly chosen: Signal<Grid | null>;
  readonly grid: ReadonlySignal<Grid>;
  /** The appearance of a note that keys and words are about. */
  readonly focus: Signal<RollNote | null>;
  readonly following: Signal<boolean>;
  /** What is being dragged would become this. */
  readonly dragged: Signal<readonly Edit[]>;
  readonly preview: ReadonlySignal<Preview | null>;
  readonly pendingPreview: ReadonlySignal<Preview | null>;
  /** Syllables typed that the roll does not have yet, by part and index: `0:12`. */
  readonly typed: Signal<ReadonlyMap<string, string>>;
  /** Length of the note that was taken or added last, in whole notes. */
  lastLength: number | null;
  /** The pointer over the field, in pixels; null once it left, or for touch. */
  hover: { x: number; y: number } | null;
}

export function createBoard(editing: Editing | null, asking: Asking | null, transport: Transport): Board {
  const scene = computed(() => (roll.value ? new Scene(roll.value) : null));
  const view = signal<View>({ left: 0, top: 84, scale: 160, row: 18, width: 1, height: 1, keys: 52 });
  const chosen = signal<Grid | null>(null);
  const dragged = signal<readonly Edit[]>([]);
  const shown = (edits: readonly Edit[]) => (scene.value && edits.length ? previewOf(scene.value, edits) : null);
  return {
    editing,
    asking,
    transport,
    scene,
    view,
    part: signal(0),
    tool: signal<Tool>("select"),
    chosen,
    grid: computed(() => chosen.value ?? gridFor(view.value.scale)),
    focus: signal<RollNote | null>(null),
    following: signal(true),
    dragged,
    preview: computed(() => shown(dragged.value)),
    pendingPreview: computed(() => shown(asking?.pending.value ?? [])),
    typed: signal<ReadonlyMap<string, string>>(new Map()),
    lastLength: null,
    hover: null,
  };
}

/** Looks elsewhere, kept to the song. */
export function look(board: Board, change: (view: View) => View): void {
  const length = board.scene.value?.roll.length ?? 4;
  board.view.value = kept(change(board.view.value), length);
}

/** The selected places that are there, in the order in which they are sung. */
export function inHand(board: Board): Place[] {
  const scene = board.scene.value;
  if (!scene) return [];
  const first = (place: Place) => scene.appearances.get(place)?.[0].note.start ?? 0;
  return [...selection.value].filter((one) => scene.appearances.has(one)).sort((a, b) => first(a) - first(b));
}

/** Takes one note in hand, or adds or drops one. */
export function take(board: Board, note: RollNote, how: "only" | "toggle" | "keep" = "only"): void {
  const places = new Set(how === "only" ? [] : selection.value);
  if (how === "toggle" && places.has(note.place)) places.delete(note.place);
  else places.add(note.place);
  board.focus.value = note;
  board.lastLength = note.length;
  const part = board.scene.value?.of(note)?.part;
  if (part !== undefined) board.part.value = part;
  selection.value = places;
}

