/** Where the harmonics of the voice lie in a picture; must agree with `pychang/image/harmonics.py`. */

import { rint } from "./rounding";

const { abs, fround, max } = Math;

/** The distance of harmonics in bins, to single precision. */
export function spacingOf(f0Hz: number, binHz: number): number {
  return fround(fround(f0Hz) / fround(binHz));
}

/** How many bins `bin` is from the nearest multiple of F0. */
export function distanceToHarmonics(bin: number, spacing: number): number {
  return abs(fround(bin - fround(max(rint(fround(bin / spacing)), 1) * spacing)));
}
