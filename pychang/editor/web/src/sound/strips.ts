/** Painted stretches of phrases' spectra: worked out a little at a time, coloured when they are shown. */

import type { RollPhrase } from "../protocol";
import type { PhraseSound } from "../state";
import { COLUMN_S, ROWS, Spectrum } from "./spectrum";

const COLUMNS = 512; // of one strip, some three seconds
const STEP = 24; // columns between two looks at the clock
const SLICE_MS = 6; // at work before others have their turn
const PAINTED = 64; // strips kept as pictures

/** A stretch of a phrase: from `fromS` after the phrase's zero on. */
export interface Strip {
  fromS: number;
  columns: number;
  levels: Uint8Array;
  picture: HTMLCanvasElement | null;
}

export class Strips {
  private readonly done = new Map<string, Strip[]>();
  private readonly waiting = new Map<string, Generator<void>>();
  private readonly painted = new Set<Strip>();
  private isBusy = false;

  /** `changed` is called whenever there is more to be seen. */
  constructor(private readonly changed: () => void) {}

  has(key: string): boolean {
    return this.done.has(key);
  }

  of(key: string): readonly Strip[] {
    return this.done.get(key) ?? [];
  }

  /** Works out a phrase, when there is time. */
  add(phrase: RollPhrase, sound: PhraseSound): void {
    this.done.set(phrase.key, []);
    this.waiting.set(phrase.key, this.work(phrase, sound));
    if (!this.isBusy) this.later();
  }

  /** Forgets all other phrases than these. */
  keep(keys: ReadonlySet<string>): void {
    for (const key of this.done.keys()) {
      if (keys.has(key)) continue;
      for (const strip of this.of(key)) this.painted.delete(strip);
      this.done.delete(key);
      this.waiting.delete(key);
    }
  }

  /** Other colours: all pictures must be made anew. */
  recolour(): void {
    for (const strip of this.painted) strip.picture = null;
    this.painted.clear();
  }

  /** A strip as a picture, the highest row on top; `colours`: 256 of them as RGBA bytes. */
  picture(strip: Strip, colours: Uint8ClampedArray): HTMLCanvasElement {
    this.painted.delete(strip);
    this.painted.add(strip); // used last
    strip.picture ??= painted(strip, colours);
    for (const old of this.painted) {
      if (this.painted.size <= PAINTED) break;
      old.picture = null;
      this.painted.delete(old);
    }
    return strip.picture;
  }

  private *work(phrase: RollPhrase, sound: PhraseSound): Generator<void> {
    const spectrum = new Spectrum(sound.samples, sound.rate, phrase.baseDb + phrase.gains[0][1]);
    for (let first = 0; first < spectrum.columns; first += COLUMNS) {
      const columns = Math.min(COLUMNS, spectrum.columns - first);
      const levels = new Uint8Array(columns * ROWS);
      for (let at = 0; at < columns; at += STEP) {
        levels.set(spectrum.levels(first + at, first + Math.min(at + STEP, columns)), at * ROWS);
        yield;
      }
      const fromS = sound.lead / sound.rate + (first - 0.5) * COLUMN_S;
      this.done.get(phrase.key)?.push({ fromS, columns, levels, picture: null });
      this.changed();
    }
  }

  private later(): void {
    this.isBusy = true;
    const turn = () => this.slice();
    if ("requestIdleCallback" in window) requestIdleCallback(turn, { timeout: 200 });
    else setTimeout(turn, 16);
  }

  private slice(): void {
    const until = performance.now() + SLICE_MS;
    for (const [key, work] of this.waiting) {
      while (performance.now() < until) {
        if (!work.next().done) continue;
        this.waiting.delete(key);
        break;
      }
    }
    if (this.waiting.size > 0) this.later();
    else this.isBusy = false;
  }
}

function painted(strip: Strip, colours: Uint8ClampedArray): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = strip.columns;
  canvas.height = ROWS;
  const image = new ImageData(strip.columns, ROWS);
  for (let x = 0; x < strip.columns; x++) {
    for (let row = 0; row < ROWS; row++) {
      const colour = 4 * strip.levels[x * ROWS + row];
      const at = 4 * ((ROWS - 1 - row) * strip.columns + x);
      for (let k = 0; k < 4; k++) image.data[at + k] = colours[colour + k];
    }
  }
  canvas.getContext("2d")?.putImageData(image, 0, 0);
  return canvas;
}
