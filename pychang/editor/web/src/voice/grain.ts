/** The grain of noise; must agree with `pychang/sound/grain.py`. */

import { distanceToHarmonics, spacingOf } from "./harmonics";
import { clip } from "./rounding";
import type { Spectrum, Stft } from "./stft";

const STRENGTH = 0.6; // 1: all the grain of noise
const [NEAR, FAR] = [1.5, 3.0]; // bins from a harmonic to where nothing of it is left

/**
 * Multiplies `magnitude` (frames, bins) by the grain of `noise`, whose rows are of the same frames: by 1 at the
 * harmonics of F0 where the voice sounds; elsewhere by noise of power 1, softened by `STRENGTH`.
 */
export function addGrain(magnitude: Float32Array, f0Hz: Float32Array, voiced: Float32Array, noise: Spectrum, stft: Stft): void {
  const { bins } = stft;
  const power = stft.window.reduce((sum, value) => sum + value * value, 0);
  for (let t = 0; t < f0Hz.length; t++) {
    const spacing = spacingOf(f0Hz[t], stft.binHz);
    for (let k = 0, i = t * bins; k < bins; k++, i++) {
      if (magnitude[i] === 0) continue;
      const away = clip((distanceToHarmonics(k, spacing) - NEAR) / (FAR - NEAR), 0, 1);
      const noisy = 1 - voiced[t] * (1 - away);
      const seen = (noise.re[i] * noise.re[i] + noise.im[i] * noise.im[i]) / power;
      magnitude[i] *= Math.pow(Math.max(seen, 1e-6), 0.5 * STRENGTH * noisy);
    }
  }
}
