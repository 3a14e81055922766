/** A phrase through the generator's windows; must agree with `pychang/voice/sing.py` and `pychang/singing.py`. */

import type { Conditioning } from "./conditioning";

const REST_MARGIN = 8; // frames around what is sung that keep what the voice painted: its fading away
const EDGE_FRAMES = 4; // of silence around what is painted: more than an STFT frame reaches
const SILENCE = 0; // the first of the strip's rows

/** Which frames have nothing but silence within `REST_MARGIN` frames. */
export function rests(conditioning: Conditioning): Uint8Array {
  const quiet = new Uint8Array(conditioning.frames).fill(1);
  for (let t = 0; t < conditioning.frames; t++)
    if (conditioning.strip[t * conditioning.rows + SILENCE] < Math.fround(0.999))
      quiet.fill(0, Math.max(t - REST_MARGIN, 0), t + REST_MARGIN + 1);
  return quiet;
}

/** The frames in which anything may be heard, and a few around them; null if there are none. */
export function sounding(quiet: Uint8Array): { start: number; stop: number } | null {
  const first = quiet.indexOf(0);
  if (first < 0) return null;
  const stop = quiet.lastIndexOf(0) + EDGE_FRAMES + 1;
  return { start: Math.max(first - EDGE_FRAMES, 0), stop: Math.min(stop, quiet.length) };
}

/** What the generator sees at once; its rows `from … from + count` are frames `begin …` of the phrase. */
export interface TapeWindow {
  strip: Float32Array;
  f0Hz: Float32Array;
  voiced: Float32Array;
  from: number;
  count: number;
  begin: number;
}

/** Windows of `width` frames over frames `start … stop`, of which nothing wanted lies within `reach` of an end. */
export function* tape(
  conditioning: Conditioning,
  { start, stop }: { start: number; stop: number },
  width: number,
  reach: number,
): Generator<TapeWindow> {
  const step = width - 2 * reach;
  for (let begin = start; begin < stop; begin += step) {
    const seen = stretch(conditioning, begin - reach, width, stop + reach);
    yield { ...seen, from: reach, count: Math.min(step, stop - begin), begin };
  }
}

/** `count` frames from `first` on; from `end` on, and beyond the phrase's ends, the last ones stay, unvoiced. */
function stretch(whole: Conditioning, first: number, count: number, end: number) {
  const { rows } = whole;
  const strip = new Float32Array(count * rows);
  const f0Hz = new Float32Array(count);
  const voiced = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const frame = first + i;
    const near = Math.max(0, Math.min(frame, end - 1, whole.frames - 1));
    strip.set(whole.strip.subarray(near * rows, (near + 1) * rows), i * rows);
    f0Hz[i] = whole.f0Hz[near];
    voiced[i] = near === frame ? whole.voiced[near] : 0;
  }
  return { strip, f0Hz, voiced };
}
