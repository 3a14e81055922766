/** The look-ahead limiter of `pychang/sound/level.py`, for sound that comes in blocks. */

import { amplitude } from "./numbers";

const CEILING_DBFS = -1;
const LOOK_AHEAD_S = 0.005;
const RELEASE_DB_PER_S = 40;
const MARGIN_DB = 1e-5; // more than float32 rounds away

/**
 * The same samples with no peak above -1 dBFS, as many as come in, `ahead` samples late until `flush`.
 * Gain falls during the 5 ms before a peak, is the same in all channels, and rises by 40 dB a second.
 * How the sound is cut into blocks makes no difference. Channels are arrays of one length.
 */
export class Limiter {
  readonly ahead: number;
  private readonly ceiling = amplitude(CEILING_DBFS);
  private readonly release: number;
  private readonly weights: Float64Array;
  private waiting: Float32Array[];
  /** By how many dB the `ahead` samples before `waiting` were held down; null at the beginning. */
  private past: Float64Array | null = null;

  constructor(rate: number, channels: number) {
    const size = Math.round(LOOK_AHEAD_S * rate) | 1;
    this.ahead = size - 1;
    this.release = RELEASE_DB_PER_S / rate;
    this.weights = hann(size);
    this.waiting = Array.from({ length: channels }, () => new Float32Array(0));
  }

  /** What is ready now: all that came in so far but the last `ahead` samples. */
  push(block: Float32Array[]): Float32Array[] {
    const sound = block.map((one, channel) => joined(this.waiting[channel], one));
    const ready = sound[0].length - this.ahead;
    if (ready <= 0) {
      this.waiting = sound;
      return sound.map(() => new Float32Array(0));
    }
    this.waiting = sound.map((one) => one.slice(ready));
    return this.step(sound, ready);
  }

  /** The rest. Nothing can be pushed afterwards. */
  flush(): Float32Array[] {
    const left = this.waiting[0].length;
    if (left === 0) return this.waiting;
    return this.step(
      this.waiting.map((one) => joined(one, new Float32Array(this.ahead))),
      left,
    );
  }

  private step(sound: Float32Array[], ready: number): Float32Array[] {
    const held = this.held(sound, ready);
    this.past = held.slice(ready);
    const out = sound.map((one) => one.slice(0, ready));
    const last = held.findLastIndex((db) => db > 0);
    for (let i = Math.max(held.findIndex((db) => db > 0) - this.ahead, 0); i < ready && i <= last; i++) {
      const gain = amplitude(-this.faded(held, i));
      for (const one of out) one[i] *= gain;
    }
    return out;
  }

  /** The `ahead` samples before and `ready` samples of the most that any of the next needs, let go slowly. */
  private held(sound: Float32Array[], ready: number): Float64Array {
    const { ahead } = this;
    const held = new Float64Array(ahead + ready);
    const need = mostAhead(this.needs(sound), ahead + 1, ready);
    let last = this.past?.[ahead - 1] ?? 0;
    for (let i = 0; i < ready; i++) {
      last = Math.max(need[i], last - this.release);
      held[ahead + i] = last;
    }
    if (this.past) held.set(this.past);
    else held.fill(held[ahead], 0, ahead);
    return held;
  }

  /** By how many dB each sample is too loud. */
  private needs(sound: Float32Array[]): Float64Array {
    const need = new Float64Array(sound[0].length);
    for (let i = 0; i < need.length; i++) {
      let peak = 0;
      for (const one of sound) peak = Math.max(peak, Math.abs(one[i]));
      if (peak > this.ceiling) need[i] = 20 * Math.log10(peak / this.ceiling) + MARGIN_DB;
    }
    return need;
  }

  /** A weighted mean over the samples up to each: all of them looked as far as this one. */
  private faded(held: Float64Array, at: number): number {
    let sum = 0;
    for (let j = 0; j < this.weights.length; j++) sum += this.weights[j] * held[at + j];
    return sum;
  }
}

/** Hann weights without the zeros at the ends, adding up to 1. */
function hann(size: number): Float64Array {
  const weights = Float64Array.from({ length: size }, (_, k) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (k + 1)) / (size + 1)));
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((one) => one / sum);
}

/** The greatest of `size` values from each on, for the first `count`: those after it that can still be it, in a queue. */
function mostAhead(values: Float64Array, size: number, count: number): Float64Array {
  const most = new Float64Array(count);
  if (!values.some((one) => one > 0)) return most;
  const queue = new Int32Array(values.length);
  let first = 0;
  let end = 0;
  for (let i = 0; i < values.length; i++) {
    while (end > first && values[queue[end - 1]] <= values[i]) end--;
    queue[end++] = i;
    const from = i - size + 1;
    if (queue[first] < from) first++;
    if (from >= 0 && from < count) most[from] = values[queue[first]];
  }
  return most;
}

function joined(a: Float32Array, b: Float32Array): Float32Array {
  if (a.length === 0) return b;
  const both = new Float32Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
