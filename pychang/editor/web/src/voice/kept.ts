/** Sounds by phrase key; when they take too much room, those not asked for for longest go. */

import type { PhraseSound } from "../state";

export class Kept {
  private readonly sounds = new Map<string, PhraseSound>();
  private bytes = 0;

  constructor(private readonly mostBytes: number) {}

  get(key: string): PhraseSound | undefined {
    const sound = this.sounds.get(key);
    if (sound) {
      this.sounds.delete(key); // the last one in the map is the last one asked for
      this.sounds.set(key, sound);
    }
    return sound;
  }

  put(key: string, sound: PhraseSound): void {
    this.drop(key);
    this.sounds.set(key, sound);
    this.bytes += sound.samples.byteLength;
    for (const oldest of this.sounds.keys()) {
      if (this.bytes <= this.mostBytes || oldest === key) break;
      this.drop(oldest);
    }
  }

  private drop(key: string): void {
    this.bytes -= this.sounds.get(key)?.samples.byteLength ?? 0;
    this.sounds.delete(key);
  }
}
