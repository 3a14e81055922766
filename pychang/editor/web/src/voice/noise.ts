/** White noise, the same bit for bit as that of `pychang/sound/noise.py`. */

const STEP = 0x9e3779b9; // 2**32 over the golden ratio: makes keys of a seed
const MEAN = (4 * 255) / 2; // of the sum of four bytes
const ONE = Math.fround(1 / Math.sqrt((4 * (256 ** 2 - 1)) / 12)); // what brings its standard deviation to 1

/** Samples `start … start + count` of the endless white noise of that seed, mean 0, variance 1. */
export function whiteNoise(seed: number, start: number, count: number): Float32Array {
  const first = mix((seed + STEP) | 0);
  const second = mix((first + STEP) | 0);
  const samples = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const hashed = mix((mix((start + i) ^ first) + second) | 0);
    const pairs = (hashed & 0x00ff00ff) + ((hashed >>> 8) & 0x00ff00ff);
    samples[i] = ((pairs & 0xffff) + (pairs >>> 16) - MEAN) * ONE;
  }
  return samples;
}

/** `lowbias32` (C. Wellons, hash-prospector, 2018). */
function mix(x: number): number {
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return x ^ (x >>> 16);
}
