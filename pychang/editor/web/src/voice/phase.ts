/** The phase to start Griffin-Lim from; must agree with `pychang/sound/phase.py`. */

import { dispersion, pulses } from "./excitation";
import { clip, rint } from "./rounding";
import type { Spectrum, Stft } from "./stft";

const BAND_HZ = 700; // wide enough for a harmonic and its neighbours at the top of a soprano's range
const BAND_FRAMES = 9;
const DEPTH_DB = 40; // from the harmonics down to the noise where they stand out wholly
const NONE = 0.1; // less harmonicity than this is chance
export const CONTEXT = (BAND_FRAMES - 1) / 2; // frames on each side that matter to a frame

const { fround, log, max, sqrt } = Math;

/**
 * A spectrum (frames, bins) whose phase suits the magnitudes `wanted`; its level says nothing. It takes the
 * place of `noise`, white noise of the same frames. f0Hz, voiced (0 … 1), atCycles (periods gone by): (frames,).
 */
export function startingRows(
  wanted: Float32Array,
  f0Hz: Float64Array,
  voiced: Float32Array,
  atCycles: Float64Array,
  noise: Spectrum,
  stft: Stft,
): void {
  const { bins } = stft;
  const buzz = stft.rows(pulses(f0Hz, atCycles, stft), f0Hz.length);
  const spread = dispersion(stft);
  const loud = asLoudAsBuzz(stft);
  const harmonic = harmonicity(wanted, buzz, stft);
  for (let i = 0; i < wanted.length; i++) {
    const k = i % bins;
    const clear = harmonic[i] * voiced[(i - k) / bins];
    const ofNoise = loud * 10 ** ((-DEPTH_DB / 20) * clear);
    const ofBuzz = clip(clear / NONE - 0.5, 0, 1);
    noise.re[i] = noise.re[i] * ofNoise + (buzz.re[i] * spread.re[k] - buzz.im[i] * spread.im[k]) * ofBuzz;
    noise.im[i] = noise.im[i] * ofNoise + (buzz.re[i] * spread.im[k] + buzz.im[i] * spread.re[k]) * ofBuzz;
  }
}

/** How far the picture rises and falls with the harmonics, 0 (noise) … 1, around each bin. */
function harmonicity(rows: Float32Array, buzz: Spectrum, stft: Stft): Float32Array {
  const { bins } = stft;
  const width = 2 * rint(BAND_HZ / stft.binHz / 2) + 1;
  const seen = new Float32Array(rows.length);
  const made = new Float32Array(rows.length);
  for (let at = 0; at < rows.length; at += bins) {
    let loudest = 0;
    for (let i = at; i < at + bins; i++) loudest = max(loudest, rows[i]);
    const floor = fround(fround(fround(1e-4) * loudest) + fround(1e-9));
    for (let i = at; i < at + bins; i++) {
      seen[i] = log(fround(rows[i] + floor));
      made[i] = log(sqrt(buzz.re[i] * buzz.re[i] + buzz.im[i] * buzz.im[i]) + 0.1);
    }
  }
  ripple(seen, bins, width);
  ripple(made, bins, width);
  for (let i = 0; i < rows.length; i++) {
    seen[i] *= made[i];
    made[i] *= made[i];
  }
  patch(seen, bins, width);
  patch(made, bins, width);
  return seen.map((product, i) => clip(product / (made[i] + 1e-6), 0, 1));
}

/** Each row of logarithms, less its mean around each bin. */
function ripple(logs: Float32Array, bins: number, width: number): void {
  const mean = new Float32Array(bins);
  for (let at = 0; at < logs.length; at += bins) {
    means(logs, at, 1, bins, width, mean);
    for (let k = 0; k < bins; k++) logs[at + k] -= mean[k];
  }
}

/** The mean over a patch `width` bins by `BAND_FRAMES` frames around each bin, in place. */
function patch(rows: Float32Array, bins: number, width: number): void {
  const frames = rows.length / bins;
  const row = new Float32Array(bins);
  const column = new Float32Array(frames);
  for (let at = 0; at < rows.length; at += bins) {
    means(rows, at, 1, bins, width, row);
    rows.set(row, at);
  }
  for (let k = 0; k < bins; k++) {
    means(rows, k, bins, frames, BAND_FRAMES, column);
    for (let t = 0; t < frames; t++) rows[t * bins + k] = column[t];
  }
}

/**
 * The mean of `width` values around each of `count` that lie `stride` apart from `at` on; beyond its ends a line
 * is mirrored, as in `scipy.ndimage.uniform_filter1d`.
 */
function means(values: Float32Array, at: number, stride: number, count: number, width: number, out: Float32Array): void {
  const reach = (width - 1) / 2;
  const value = (i: number) => values[at + stride * (i >= 0 && i < count ? i : mirrored(i, count))];
  let sum = 0;
  for (let i = -reach; i <= reach; i++) sum += value(i);
  for (let i = 0; i < count; i++) {
    out[i] = sum / width;
    sum += value(i + reach + 1) - value(i - reach);
  }
}

/** d c b a | a b c d | d c b a */
function mirrored(i: number, count: number): number {
  const turn = ((i % (2 * count)) + 2 * count) % (2 * count);
  return turn < count ? turn : 2 * count - 1 - turn;
}

/** What brings white noise of variance 1, seen in a bin, up to a cosine of amplitude 1. */
function asLoudAsBuzz({ window }: Stft): number {
  const sum = window.reduce((all, value) => all + value, 0);
  const power = window.reduce((all, value) => all + value * value, 0);
  return sum / 2 / sqrt(power);
}
