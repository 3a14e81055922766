/** What to sing, as a picture; must agree with `pychang/image/conditioning.py`. */

import type { VoiceCard } from "../protocol";
import { distanceToHarmonics, spacingOf } from "./harmonics";
import { clip } from "./rounding";

const DECAYS_S = [0.02, 0.06, 0.2]; // of the rows that tell the distance to a phone's two ends
const REFERENCE_HZ = 330;
const LEVEL_SPAN_DB = 20;
const LINE_REACH = 2.5; // bins from a harmonic at which its line has faded
const EXTRA_ROWS = 2 * DECAYS_S.length + 5;
const SILENCE = 0; // the first of the phones

/** `Sung` of the protocol, with its arrays unpacked. */
export interface Performance {
  durationS: number;
  hopS: number;
  f0Hz: Float32Array;
  levelDb: Float32Array;
  breathiness: Float32Array;
  phones: [symbol: string, startS: number, endS: number][];
}

/** The image of a phrase: strip (frames, rows), f0Hz and voiced (frames,). */
export interface Conditioning {
  frames: number;
  rows: number;
  strip: Float32Array;
  f0Hz: Float32Array;
  voiced: Float32Array;
}

/** How many rows the strip has. */
export function stripRows(card: VoiceCard): number {
  return card.phones.length + EXTRA_ROWS;
}

export function drawConditioning(performance: Performance, card: VoiceCard): Conditioning {
  const { sampleRate, hop } = card.geometry;
  const frames = Math.floor(Math.trunc(performance.durationS * sampleRate) / hop) + 1;
  const frameS = hop / sampleRate;
  const rows = stripRows(card);
  const drawn: Conditioning = {
    frames,
    rows,
    strip: new Float32Array(frames * rows),
    f0Hz: new Float32Array(frames),
    voiced: new Float32Array(frames),
  };
  drawPhones(drawn, performance.phones, card, frameS);
  drawDistances(drawn, performance.phones, card.phones.length, frameS);
  drawCurves(drawn, performance, card.phones.length + 2 * DECAYS_S.length, frameS);
  return drawn;
}

/** How much of each frame each phone fills, 0 … 1, and how much the voiced ones fill together. */
function drawPhones(drawn: Conditioning, phones: Performance["phones"], card: VoiceCard, frameS: number): void {
  const { strip, rows, frames } = drawn;
  const index = new Map(card.phones.map((symbol, i) => [symbol, i]));
  for (const [symbol, startS, endS] of phones) {
    const row = index.get(symbol);
    if (row === undefined) throw new Error(`no such phone: ${symbol}`);
    const low = Math.max(Math.trunc((startS - frameS) / frameS), 0);
    const high = Math.min(Math.trunc((endS + frameS) / frameS) + 2, frames);
    for (let t = low; t < high; t++) {
      const here = t * frameS;
      const overlap = Math.min(here + frameS / 2, endS) - Math.max(here - frameS / 2, startS);
      strip[t * rows + row] += clip(overlap / frameS, 0, 1);
    }
  }
  const voiced = card.phones.map((symbol) => card.voiced.includes(symbol));
  for (let t = 0; t < frames; t++) {
    const fill = strip.subarray(t * rows, t * rows + voiced.length);
    fill[SILENCE] += clip(1 - fill.reduce((sum, part) => sum + part, 0), 0, 1); // beyond the ends there is silence
    drawn.voiced[t] = fill.reduce((sum, part, i) => (voiced[i] ? sum + part : sum), 0);
  }
}

/** exp(-distance / decay) to the start and to the end of each frame's phone. */
function drawDistances({ strip, rows, frames }: Conditioning, phones: Performance["phones"], at: number, frameS: number): void {
  let phone = 0;
  for (let t = 0; t < frames; t++) {
    const here = t * frameS;
    while (phone + 1 < phones.length && phones[phone + 1][1] <= here) phone++;
    const since = Math.max(here - phones[phone][1], 0);
    const until = Math.max(phones[phone][2] - here, 0);
    DECAYS_S.forEach((decay, i) => {
      strip[t * rows + at + 2 * i] = Math.exp(-since / decay);
      strip[t * rows + at + 2 * i + 1] = Math.exp(-until / decay);
    });
  }
}

/** Voicing, level, breathiness, pitch, and 1, which tells the picture from what is beyond its edges. */
function drawCurves(drawn: Conditioning, performance: Performance, at: number, frameS: number): void {
  for (let t = 0; t < drawn.frames; t++) {
    const s = t * frameS;
    const f0 = between(s, performance.f0Hz, performance.hopS);
    const row = t * drawn.rows + at;
    drawn.f0Hz[t] = f0;
    drawn.strip[row] = drawn.voiced[t];
    drawn.strip[row + 1] = between(s, performance.levelDb, performance.hopS) / LEVEL_SPAN_DB;
    drawn.strip[row + 2] = between(s, performance.breathiness, performance.hopS);
    drawn.strip[row + 3] = Math.log2(f0 / REFERENCE_HZ);
    drawn.strip[row + 4] = 1;
  }
}

/** A curve's value at a time, straight from point to point, as `numpy.interp`. */
function between(s: number, curve: Float32Array, hopS: number): number {
  let i = clip(Math.floor(s / hopS), 0, curve.length - 1);
  if (i > 0 && i * hopS > s) i--;
  else if ((i + 1) * hopS <= s) i++;
  if (i >= curve.length - 1) return curve[curve.length - 1];
  return ((curve[i + 1] - curve[i]) / ((i + 1) * hopS - i * hopS)) * (s - i * hopS) + curve[i];
}

/** Lines at the multiples of F0, and frequency from -1 to 1; shape (frames, bins, 2). */
export function drawHarmonics(f0Hz: Float32Array, voiced: Float32Array, geometry: VoiceCard["geometry"]): Float32Array {
  const bins = geometry.nFft / 2;
  const ramp = Float32Array.from({ length: bins }, (_, k) => -1 + (2 * k) / (bins - 1));
  const drawn = new Float32Array(f0Hz.length * bins * 2);
  for (let t = 0, to = 0; t < f0Hz.length; t++) {
    const spacing = spacingOf(f0Hz[t], geometry.sampleRate / geometry.nFft);
    for (let k = 0; k < bins; k++) {
      const off = Math.fround(distanceToHarmonics(k + 1, spacing) / LINE_REACH);
      drawn[to++] = Math.max(Math.fround(1 - off), 0) * voiced[t];
      drawn[to++] = ramp[k];
    }
  }
  return drawn;
}
