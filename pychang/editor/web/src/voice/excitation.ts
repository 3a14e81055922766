/** The buzz at the known pitch that the starting phase is taken from; must agree with `pychang/sound/excitation.py`. */

import type { Spectrum, Stft } from "./stft";

const DELAY_S = 0.0015;
const DELAY_FROM_HZ = 1500;

const { PI, abs, expm1, floor, round, sin } = Math;

/** Periods of the voice gone by at each frame, (frames,), 0 at the first. */
export function cycles(f0Hz: Float64Array, stft: Stft): Float64Array {
  const gone = new Float64Array(f0Hz.length);
  for (let t = 1; t < f0Hz.length; t++) {
    const [here, there] = bothKnown(f0Hz, t - 1);
    gone[t] = gone[t - 1] + 0.5 * (here + there) * stft.frameS;
  }
  return gone;
}

/** F0 at the beginning and at the end of the step from frame `t` to the next; an unknown one (0) takes the other. */
function bothKnown(f0Hz: Float64Array, t: number): [number, number] {
  const [here, there] = [f0Hz[t], f0Hz[t + 1]];
  return [here > 0 ? here : there, there > 0 ? there : here];
}

/** A pulse train, cosines of amplitude 1 at every harmonic below Nyquist: ((frames - 1) * hop,). */
export function pulses(f0Hz: Float64Array, atCycles: Float64Array, stft: Stft): Float32Array {
  const { hop, frameS } = stft;
  const samples = new Float32Array(Math.max(f0Hz.length - 1, 0) * hop);
  for (let t = 0; t + 1 < f0Hz.length; t++) {
    const [here, there] = bothKnown(f0Hz, t);
    for (let i = 0; i < hop; i++) {
      const x = i / hop;
      const hz = here + (there - here) * x;
      samples[t * hop + i] = dirichlet(hz, atCycles[t] + (here + hz) * (0.5 * x * frameS), stft.sampleRate / 2);
    }
  }
  return samples;
}

/** Σ cos(2πk phase), k = 1 … nyquist / hz, by Dirichlet's closed form. */
function dirichlet(hz: number, phase: number, nyquistHz: number): number {
  const harmonics = hz > 0 ? floor(nyquistHz / hz) : 0;
  const turn = PI * (phase - round(phase));
  const below = sin(turn);
  const ratio = abs(below) < 1e-6 ? 2 * harmonics + 1 : sin((2 * harmonics + 1) * turn) / below;
  return 0.5 * ratio - 0.5;
}

/** What to multiply a pulse's spectrum by, (bins,), so that it is spread as a mouth spreads it. */
export function dispersion(stft: Stft): Spectrum {
  const spread = { re: new Float32Array(stft.bins), im: new Float32Array(stft.bins) };
  for (let k = 0, sum = 0; k < stft.bins; k++) {
    sum += DELAY_S * -expm1((-k * stft.binHz) / DELAY_FROM_HZ);
    spread.re[k] = Math.cos(-2 * PI * sum * stft.binHz);
    spread.im[k] = sin(-2 * PI * sum * stft.binHz);
  }
  return spread;
}
