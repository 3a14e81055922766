/** The short-time Fourier transform; must agree with `pychang/sound/stft.py`. */

import type { VoiceCard } from "../protocol";
import { RealFft } from "./fft";

/** A spectrum with a frame in each row: bin k of frame t lies at `t * bins + k`. */
export interface Spectrum {
  re: Float32Array;
  im: Float32Array;
}

/** Periodic Hann window, centred frames, zeros beyond both ends, no scaling forward. */
export class Stft {
  readonly bins: number;
  readonly binHz: number;
  readonly frameS: number;
  /** The most frames by which two frames may lie apart and still share a sample. */
  readonly reach: number;
  readonly window: Float32Array;
  private readonly fft: RealFft;
  private readonly frame: Float64Array;

  constructor(
    readonly sampleRate: number,
    readonly nFft: number,
    readonly hop: number,
  ) {
    if (nFft % 2 || hop <= 0 || 2 * hop > nFft) throw new Error(`n_fft must be even and hop within its half: ${nFft}, ${hop}`);
    this.bins = nFft / 2 + 1;
    this.binHz = sampleRate / nFft;
    this.frameS = hop / sampleRate;
    this.reach = Math.floor((nFft - 1) / hop);
    this.window = hann(nFft);
    this.fft = new RealFft(nFft);
    this.frame = new Float64Array(nFft);
  }

  static of(geometry: VoiceCard["geometry"]): Stft {
    return new Stft(geometry.sampleRate, geometry.nFft, geometry.hop);
  }

  /** `count` frames of samples, the first of them centred on sample `first * hop`. */
  rows(samples: Float32Array | Float64Array, count = 1 + Math.floor(samples.length / this.hop), first = 0): Spectrum {
    const spectrum = { re: new Float32Array(count * this.bins), im: new Float32Array(count * this.bins) };
    for (let t = 0; t < count; t++) this.look(samples, first + t, spectrum, t);
    return spectrum;
  }

  /** Frame `t` of samples, written to row `row` of `spectrum`. */
  look(samples: Float32Array | Float64Array, t: number, spectrum: Spectrum, row = t): void {
    const { nFft, frame, window } = this;
    const begin = t * this.hop - nFft / 2;
    const low = Math.max(0, -begin);
    const high = Math.min(nFft, samples.length - begin);
    frame.fill(0);
    for (let i = low; i < high; i++) frame[i] = Math.fround(samples[begin + i] * window[i]);
    this.fft.forward(frame, spectrum.re, spectrum.im, row * this.bins);
  }

  /** Adds frame `t` of `spectrum` to the samples, as one of those that `level` levels. */
  add(spectrum: Spectrum, t: number, samples: Float64Array): void {
    const { nFft, frame, window } = this;
    this.fft.inverse(spectrum.re, spectrum.im, frame, t * this.bins);
    const begin = t * this.hop - nFft / 2;
    const low = Math.max(0, -begin);
    const high = Math.min(nFft, samples.length - begin);
    for (let i = low; i < high; i++) samples[begin + i] += frame[i] * window[i];
  }

  /** One over the summed squares of the windows of `count` frames on each of `(count - 1) * hop` samples. */
  level(count: number): Float64Array {
    const samples = new Float64Array(Math.max(count - 1, 0) * this.hop);
    for (let t = 0; t < count; t++) {
      const begin = t * this.hop - this.nFft / 2;
      const low = Math.max(0, -begin);
      const high = Math.min(this.nFft, samples.length - begin);
      for (let i = low; i < high; i++) samples[begin + i] += this.window[i] * this.window[i];
    }
    return samples.map((sum) => (sum > 1e-6 ? 1 / sum : 0));
  }
}

function hann(n: number): Float32Array {
  return Float32Array.from({ length: n }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / n));
}
