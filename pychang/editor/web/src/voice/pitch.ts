/** The pitch that a picture really has; must agree with `pychang/sound/pitch.py`. */

import { clip, rint } from "./rounding";
import type { Stft } from "./stft";

const PASSES_HZ = [1500, 4000]; // low harmonics find a far-off pitch, then high ones make it exact
const TRIANGLE = Array.from({ length: 17 }, (_, i) => (9 - Math.abs(i - 8)) / 81); // over frames
const FAINT = 1e-3; // a sum of weights so small that nothing is heard
const MOST = 0.03; // a pass changes pitch by 3 % at most

const { exp, fround, log, max, min } = Math;

/** `f0Hz` (frames,), moved to where the harmonics lie in the magnitudes `rows` (frames, bins). */
export function refineF0(rows: Float32Array, f0Hz: ArrayLike<number>, voiced: Float32Array, stft: Stft): Float64Array {
  const logs = logRows(rows, stft.bins);
  let f0 = Float64Array.from(f0Hz);
  for (const topHz of PASSES_HZ) {
    const [offset, weight] = peakOffsets(logs, f0, voiced, topHz, stft).map(smooth);
    f0 = f0.map((hz, t) => hz * exp(clip(offset[t] / (weight[t] + FAINT), -MOST, MOST)));
  }
  return f0;
}

function logRows(rows: Float32Array, bins: number): Float32Array {
  const logs = new Float32Array(rows.length);
  for (let at = 0; at < rows.length; at += bins) {
    let loudest = 0;
    for (let i = at; i < at + bins; i++) loudest = max(loudest, rows[i]);
    const floor = fround(fround(1e-4) * loudest);
    for (let i = at; i < at + bins; i++) logs[i] = log(fround(fround(rows[i] + floor) + fround(1e-9)));
  }
  return logs;
}

/** Least squares of the harmonics' distances from their places: sums above and below the line, times voicing. */
function peakOffsets(logs: Float32Array, f0Hz: Float64Array, voiced: Float32Array, topHz: number, stft: Stft): Float64Array[] {
  const offsets = new Float64Array(f0Hz.length);
  const weights = new Float64Array(f0Hz.length);
  f0Hz.forEach((hz, t) => {
    if (!(hz > 0) || !voiced[t]) return;
    let above = 0;
    let below = 0;
    for (let number = 1; ; number++) {
      const place = (hz * number) / stft.binHz;
      if (!(place * stft.binHz < topHz)) break;
      const peak = nearestPeak(logs, t * stft.bins, place, stft.bins);
      const [left, mid, right] = [logs[peak - 1], logs[peak], logs[peak + 1]];
      if (mid < left || mid < right) continue;
      const bend = min(fround(fround(left - fround(2 * mid)) + right), fround(-1e-6));
      const exact = peak - t * stft.bins + fround(fround(0.5 * fround(left - right)) / bend);
      const weight = fround(exp(fround(0.5 * mid)));
      above += weight * number * clip(exact - place, -2, 2);
      below += weight * number * number;
    }
    offsets[t] = above * voiced[t];
    weights[t] = ((below * hz) / stft.binHz) * voiced[t];
  });
  return [offsets, weights];
}

/** The loudest bin within one of `place`, one bin away from the edges of the picture; `row`: where it begins. */
function nearestPeak(logs: Float32Array, row: number, place: number, bins: number): number {
  const near = row + clip(rint(place), 2, bins - 3);
  let peak = near - 1;
  if (logs[near] > logs[peak]) peak = near;
  if (logs[near + 1] > logs[peak]) peak = near + 1;
  return peak;
}

/** A triangular mean, short enough not to flatten vibrato. */
function smooth(values: Float64Array): Float64Array {
  return values.map((_, t) => TRIANGLE.reduce((sum, part, i) => sum + part * (values[t + i - 8] ?? 0), 0));
}
