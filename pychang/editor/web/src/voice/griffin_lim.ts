/** From magnitude to waveform; must agree with `pychang/sound/griffin_lim.py`. */

import { cycles } from "./excitation";
import { whiteNoise } from "./noise";
import { CONTEXT, startingRows } from "./phase";
import { refineF0 } from "./pitch";
import type { Spectrum, Stft } from "./stft";

const MOMENTUM = 0.99; // above 1 it diverges
const ITERATIONS = 8;
const WINDOW_FRAMES = 512; // few enough to stay in a core's cache
const TINY = Math.fround(1e-20);

/** A phrase, to be made into sound: magnitude (frames, bins), f0Hz and voiced (frames,). */
export interface Picture {
  magnitude: Float32Array;
  f0Hz: Float32Array;
  voiced: Float32Array;
}

/** White noise of a seed, seen in frames from 0 on: what the grain and the starting phase are taken from. */
export function noiseRows(seed: number, frames: number, stft: Stft): Spectrum {
  return stft.rows(whiteNoise(seed, 0, Math.max(frames - 1 + stft.reach, 0) * stft.hop), frames);
}

/** The sound of a picture, window by window; joined they are ((frames - 1) * hop,). */
export function* griffinLim(picture: Picture, noise: Spectrum, stft: Stft): Generator<Float32Array> {
  const { magnitude, voiced } = picture;
  const frames = voiced.length;
  const { bins, hop } = stft;
  const f0Hz = refineF0(magnitude, picture.f0Hz, voiced, stft);
  const atCycles = cycles(f0Hz, stft);
  const half = Math.ceil(stft.nFft / 2 / hop);
  const context = half + CONTEXT + stft.reach * ITERATIONS + half;
  for (let begin = 0; begin < frames; begin += WINDOW_FRAMES) {
    const end = Math.min(begin + WINDOW_FRAMES, frames);
    const [low, high] = [Math.max(begin - context, 0), Math.min(end + context + 1, frames)];
    const [from, to] = [(begin - low) * hop, ((end === frames ? end - 1 : end) - low) * hop];
    const wanted = magnitude.subarray(low * bins, high * bins);
    if (!wanted.some((value) => value !== 0)) {
      yield new Float32Array(to - from);
      continue;
    }
    const rows = { re: noise.re.slice(low * bins, high * bins), im: noise.im.slice(low * bins, high * bins) };
    startingRows(wanted, f0Hz.subarray(low, high), voiced.subarray(low, high), atCycles.subarray(low, high), rows, stft);
    yield Float32Array.from(iterate(rows, wanted, high - low, stft).subarray(from, to));
  }
}

/** Fast Griffin-Lim: `rows` give the phase to start from, `wanted` the magnitude. Writes over `rows`. */
function iterate(rows: Spectrum, wanted: Float32Array, frames: number, stft: Stft): Float64Array {
  const pull = Math.fround(MOMENTUM / (1 + MOMENTUM));
  const { bins } = stft;
  const level = stft.level(frames);
  const before = { re: new Float32Array(rows.re.length), im: new Float32Array(rows.im.length) };
  const row = { re: new Float32Array(bins), im: new Float32Array(bins) };
  let samples = new Float64Array(level.length);
  for (let t = 0; t < frames; t++) {
    impose(rows, wanted, t * bins, bins);
    stft.add(rows, t, samples);
  }
  for (let round = 0; round < ITERATIONS; round++) {
    for (let i = 0; i < samples.length; i++) samples[i] *= level[i];
    const next = new Float64Array(samples.length);
    for (let t = 0; t < frames; t++) {
      const at = t * bins;
      stft.look(samples, t, row, 0);
      for (let k = 0; k < bins; k++) {
        rows.re[at + k] = row.re[k] - pull * before.re[at + k];
        rows.im[at + k] = row.im[k] - pull * before.im[at + k];
      }
      before.re.set(row.re, at);
      before.im.set(row.im, at);
      impose(rows, wanted, at, bins);
      stft.add(rows, t, next);
    }
    samples = next;
  }
  return samples.map((value, i) => value * level[i]);
}

/** Keeps the phase of a row, gives it the magnitude `wanted`. */
function impose({ re, im }: Spectrum, wanted: Float32Array, at: number, bins: number): void {
  for (let i = at; i < at + bins; i++) {
    const power = re[i] * re[i] + im[i] * im[i];
    const factor = wanted[i] / Math.sqrt(power + TINY);
    re[i] *= factor;
    im[i] *= factor;
  }
}
