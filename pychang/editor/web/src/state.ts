/** What the parts of the page share. Whoever shows something reads it inside `effect`. */

import { signal } from "@preact/signals-core";
import type { Curves, Edit, Language, PhraseState, Place, Roll, RollPhrase } from "./protocol";

export const language = signal<Language>(navigator.language.toLowerCase().startsWith("ko") ? "ko" : "en");
export const roll = signal<Roll | null>(null);
/** By phrase key; a new map whenever something in it is new. */
export const curves = signal<ReadonlyMap<string, Curves>>(new Map());
export const states = signal<ReadonlyMap<string, PhraseState>>(new Map());
/** Notes in hand, by place. */
export const selection = signal<ReadonlySet<Place>>(new Set());
/** The text's caret, as offset; the roll marks the note there. */
export const caret = signal(0);

export type Playing = "stopped" | "waiting" | "playing";
export const playing = signal<Playing>("stopped");
/** Seconds of the sound. */
export const playheadS = signal(0);
/** What is played again and again, in whole notes. */
export const loop = signal<[from: number, to: number] | null>(null);
/** What of the song the piano roll shows, in whole notes: the roll sets it, what lies under the roll follows. */
export const visible = signal<[from: number, to: number]>([0, 4]);
/** Pixels that the roll's keys take at its left, before `visible` begins. */
export const keysWidth = signal(52);
/** Whether this browser sings, and not the server. */
export const singHere = signal(false);

/** The text, as the piano roll may change it. */
export interface Editing {
  /** Changes the text as one step of undo; the notes in hand afterwards, or why not. */
  apply(edit: Edit): Promise<{ notes: Place[]; then: Place | null } | { why: string }>;
  undo(): void;
  redo(): void;
  /** Opens a section at the text's end, for notes to be put in. */
  begin(): void;
  /** Puts the caret at a span of the text and scrolls to it; `focus`: and goes there. */
  reveal(from: number, to: number, focus: boolean): void;
}

/** A phrase's sound: the first sample stands `lead` samples after the phrase's zero. */
export interface PhraseSound {
  lead: number;
  rate: number;
  samples: Float32Array;
}

/** Where sounds come from: the server, or a worker of this page. Rejects with an Error that can be shown. */
export interface Sounds {
  get(phrase: RollPhrase, signal: AbortSignal): Promise<PhraseSound>;
  /** Interleaved left and right at the roll's rate, or null. */
  backing(signal: AbortSignal): Promise<Float32Array | null>;
}

/** Playing, as the roll and the toolbar ask for it. */
export interface Transport {
  play(fromS?: number): void;
  stop(): void;
  toggle(): void;
  /** Moves the playhead, and goes on from there if it plays. */
  seek(s: number): void;
}

