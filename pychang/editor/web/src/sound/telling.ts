/** Sounds, and which of them are there: of those that this browser sings, nobody else knows. */

import { signal } from "@preact/signals-core";
import type { PhraseState, RollPhrase } from "../protocol";
import type { PhraseSound, Sounds } from "../state";

export class Telling implements Sounds {
  /** By phrase key, of all that were asked for. */
  readonly states = signal<ReadonlyMap<string, PhraseState>>(new Map());

  constructor(private readonly sounds: Sounds) {}

  async get(phrase: RollPhrase, signal: AbortSignal): Promise<PhraseSound> {
    const before = this.states.peek().get(phrase.key) === "fresh" ? "fresh" : "stale";
    this.tell(phrase.key, "singing");
    try {
      const sound = await this.sounds.get(phrase, signal);
      this.tell(phrase.key, "fresh");
      return sound;
    } catch (why) {
      this.tell(phrase.key, before);
      throw why;
    }
  }

  backing(signal: AbortSignal): Promise<Float32Array | null> {
    return this.sounds.backing(signal);
  }

  private tell(key: string, state: PhraseState): void {
    this.states.value = new Map(this.states.peek()).set(key, state);
  }
}
