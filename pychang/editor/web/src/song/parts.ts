/** Parts of the page that are made elsewhere: the piano roll, and the voice in the browser. */

import type { RollPhrase, Sung, VoiceCard } from "../protocol";
import type { Editing, PhraseSound, Sounds, Transport } from "../state";
import { say } from "../words";

// To be replaced by these two lines as soon as both are there:
//   export { createRoll } from "../roll/index";
//   export { LocalSounds } from "../voice/local_sounds";

export interface Source {
  sung(phrase: RollPhrase): Promise<Sung>;
  card(voice: string): Promise<VoiceCard>;
  model(voice: string): Promise<ArrayBuffer>;
  backing(signal: AbortSignal): Promise<Float32Array | null>;
}

export function createRoll(host: HTMLElement, _editing: Editing | null, _transport: Transport): void {
  host.hidden = true;
}

export class LocalSounds implements Sounds {
  constructor(private readonly source: Source) {}

  get(_phrase: RollPhrase, _signal: AbortSignal): Promise<PhraseSound> {
    return Promise.reject(new Error(say("이 페이지에는 목소리가 없습니다.", "This page has no voice.")));
  }

  backing(signal: AbortSignal): Promise<Float32Array | null> {
    return this.source.backing(signal);
  }
}
