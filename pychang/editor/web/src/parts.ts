/** Where the page's parts come from: the piano roll, the player, the spectrogram, the voice of this browser. */

import type { RollPhrase, Sung, VoiceCard } from "./protocol";
import { playheadS, playing, type Editing, type PhraseSound, type Sounds, type Transport } from "./state";

// Minimal ones, until the branches of the roll, the player and the voice are merged:
// export { createRoll } from "./roll/index";
// export { Player } from "./sound/player";
// export { createSpectrogram } from "./sound/spectrogram_view";
// export { LocalSounds } from "./voice/local_sounds";

export function createRoll(host: HTMLElement, _editing: Editing | null, _transport: Transport): void {
  host.replaceChildren();
}

export class Player implements Transport {
  constructor(readonly sounds: () => Sounds) {}
  play(fromS = playheadS.value): void {
    playheadS.value = fromS;
    playing.value = "playing";
  }
  stop(): void {
    playing.value = "stopped";
  }
  toggle(): void {
    if (playing.value === "stopped") this.play();
    else this.stop();
  }
  seek(s: number): void {
    playheadS.value = s;
  }
}

export function createSpectrogram(host: HTMLElement): void {
  host.replaceChildren();
}

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
