/** Where the page's parts come from: the piano roll, the player, the spectrogram, the voice of this browser. */

import type { RollPhrase, Sung, VoiceCard } from "./protocol";
import type { PhraseSound, Sounds } from "./state";

export { createRoll } from "./roll/index";
export { Player } from "./sound/player";
export { createSpectrogram } from "./sound/spectrogram_view";

export interface Source {
  sung(phrase: RollPhrase): Promise<Sung>;
  card(voice: string): Promise<VoiceCard>;
  model(voice: string): Promise<ArrayBuffer>;
  backing(signal: AbortSignal): Promise<Float32Array | null>;
}

export class LocalSounds implements Sounds {
  constructor(readonly source: Source) {}
  get(_phrase: RollPhrase, _signal: AbortSignal): Promise<PhraseSound> {
    return Promise.reject(new Error("not here yet"));
  }
  backing(signal: AbortSignal): Promise<Float32Array | null> {
    return this.source.backing(signal);
  }
}

/** The roll's keys, for the help. */
export function rollKeys(): [keys: string, what: string][] {
  return [];
}
