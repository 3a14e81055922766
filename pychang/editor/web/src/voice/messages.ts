/** What the page and the worker that sings say to each other. */

import type { Sung, VoiceCard } from "../protocol";
import type { Stage } from "./stages";
import type { Words } from "./trouble";

export type ToSinger =
  /** `model`: where the worker has not had that of the card's identity yet. */
  | { type: "sing"; id: number; card: VoiceCard; sung: Sung; model?: ArrayBuffer }
  /** One step alone, for the tests. */
  | { type: "stage"; id: number; card: VoiceCard; model?: ArrayBuffer; stage: Stage }
  /** Stop before the next window. */
  | { type: "stop"; id: number };

export type FromSinger =
  | { type: "progress"; id: number; done: number }
  | { type: "sound"; id: number; lead: number; samples: Float32Array; took: Took }
  | { type: "stage"; id: number; arrays: ArrayLike<number>[] }
  | { type: "stopped"; id: number }
  | { type: "failed"; id: number; why: Words };

/** Milliseconds: getting the voice ready, and singing. */
export interface Took {
  voiceMs: number;
  singMs: number;
}
