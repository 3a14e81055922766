/** Sounds of phrases that are there, and those that are asked for, the most urgent first. */

import { signal, untracked } from "@preact/signals-core";
import type { RollPhrase } from "../protocol";
import type { PhraseSound, Sounds } from "../state";

const AT_ONCE = 2; // requests under way
const SPARE_SAMPLES = 16e6; // of phrases that the text has no more, for undo

/** Who asks, the most urgent first. */
export type Asker = "playing" | "rendering" | "ahead" | "looking";
const ASKERS: Asker[] = ["playing", "rendering", "ahead", "looking"];

export class Shelf {
  /** Another number whenever a sound has come, or one could not be had. */
  readonly news = signal(0);
  private readonly kept = new Map<string, PhraseSound>();
  private readonly failed = new Map<string, Error>();
  private readonly underWay = new Map<string, AbortController>();
  private readonly wanted = new Map<Asker, readonly RollPhrase[]>();
  private source: Sounds | null = null;

  constructor(private readonly sounds: () => Sounds) {}

  /** The sound of that key, if it is there. */
  get(key: string): PhraseSound | undefined {
    if (this.source !== this.sounds()) this.startAnew();
    return this.kept.get(key);
  }

  /** Why a sound cannot be had; asking for it again forgets that. */
  failure(key: string): Error | undefined {
    return this.failed.get(key);
  }

  /** From now on `asker` wants these, in this order, and no others. */
  want(asker: Asker, phrases: readonly RollPhrase[]): void {
    for (const { key } of phrases) if (!this.isWanted(key)) this.failed.delete(key);
    this.wanted.set(asker, phrases);
    for (const [key, request] of this.underWay) {
      if (this.isWanted(key)) continue;
      request.abort();
      this.underWay.delete(key);
    }
    untracked(() => this.pump()); // whoever asks inside an effect is not to hang on what sounds come from
  }

  /** Waits until all of them are there. Rejects as `Sounds.get` does, or when aborted. */
  async all(phrases: readonly RollPhrase[], abort: AbortSignal): Promise<void> {
    this.want("rendering", phrases);
    try {
      while (!phrases.every(({ key }) => this.get(key))) {
        abort.throwIfAborted();
        const why = phrases.map(({ key }) => this.failed.get(key)).find((one) => one);
        if (why) throw why;
        await this.nextNews(abort);
      }
    } finally {
      this.want("rendering", []);
    }
  }

  private nextNews(abort: AbortSignal): Promise<void> {
    const before = this.news.peek();
    return new Promise((resolve) => {
      const done = () => {
        abort.removeEventListener("abort", done);
        queueMicrotask(() => stop());
        resolve();
      };
      const stop = this.news.subscribe((now) => now !== before && done());
      abort.addEventListener("abort", done);
    });
  }

  /** Lets go of sounds of other phrases than these, but for as many as undo may soon bring back. */
  keep(phrases: readonly RollPhrase[]): void {
    const keys = new Set(phrases.map(({ key }) => key));
    const others = [...this.kept].filter(([key]) => !keys.has(key));
    let spare = others.reduce((sum, [, sound]) => sum + sound.samples.length, 0);
    for (const [key, sound] of others) {
      if (spare <= SPARE_SAMPLES) break;
      spare -= sound.samples.length;
      this.kept.delete(key);
    }
  }

  private isWanted(key: string): boolean {
    return ASKERS.some((asker) => this.wanted.get(asker)?.some((phrase) => phrase.key === key));
  }

  private startAnew(): void {
    this.source = this.sounds();
    this.kept.clear();
    this.failed.clear();
    for (const request of this.underWay.values()) request.abort();
    this.underWay.clear();
  }

  private pump(): void {
    for (const asker of ASKERS) {
      for (const phrase of this.wanted.get(asker) ?? []) {
        if (this.underWay.size >= AT_ONCE) return;
        const { key } = phrase;
        if (!this.get(key) && !this.failed.has(key) && !this.underWay.has(key)) void this.fetch(phrase);
      }
    }
  }

  private async fetch(phrase: RollPhrase): Promise<void> {
    const request = new AbortController();
    const source = this.sounds();
    this.underWay.set(phrase.key, request);
    try {
      const sound = await source.get(phrase, request.signal);
      if (this.source === source) this.kept.set(phrase.key, sound);
    } catch (why) {
      if (!request.signal.aborted) this.failed.set(phrase.key, why instanceof Error ? why : new Error(String(why)));
    }
    if (this.underWay.get(phrase.key) === request) this.underWay.delete(phrase.key);
    this.news.value++;
    this.pump();
  }
}
