/** What the parts of the editor's page share among themselves, beside `state.ts`. */

import { computed, signal } from "@preact/signals-core";
import type { Disk, PhraseState, VoiceInfo } from "./protocol";
import { singHere } from "./state";

export type Connection = "connecting" | "open" | "gone" | "refused";
export const connection = signal<Connection>("connecting");

/** The file's name; its text on the disk as last loaded or saved, null if there is no such file. */
export const name = signal("");
export const saved = signal<string | null>(null);
export const disk = signal<Disk["state"]>("same");
export const voices = signal<readonly VoiceInfo[]>([]);
/** Whether stale phrases are to be sung in the background; whether this tab would have the server do so. */
export const auto = signal(true);
export const singsAhead = computed(() => auto.value && !singHere.value);
/** The states of phrases at the server, by key. */
export const served = signal<ReadonlyMap<string, PhraseState>>(new Map());
/** Whether the text differs from what is on the disk; whether something typed is not at the server yet. */
export const unsaved = signal(false);
export const unpushed = signal(false);

export interface Problems {
  errors: number;
  warnings: number;
}
export const problems = signal<Problems>({ errors: 0, warnings: 0 });
/** What is wrong where the caret is, or near it, or "". */
export const problemHere = signal("");
export const caretPlace = signal({ line: 1, column: 1 });
