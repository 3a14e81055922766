/** Sound -> how loud it is at each time and pitch, column by column, for the spectrogram to be painted from. */

export const ROWS = 192; // evenly spaced in mel
export const COLUMN_S = 0.006;
export const LOW_HZ = 60;
export const HIGH_HZ = 10_000;
const WINDOW_S = 0.046;
const QUIET_DB = -86; // of the weakest that is painted …
const LOUD_DB = -22; // … and of what has the strongest colour
const TILT_DB = 3; // an octave is made louder by, above 500 Hz: a voice falls by more than that

/** Where a frequency stands: 0 at the bottom, 1 at the top. */
export function heightOf(hz: number): number {
  return (mel(hz) - mel(LOW_HZ)) / (mel(HIGH_HZ) - mel(LOW_HZ));
}

/** The frequency at a height, 0 … 1. */
export function hzAt(height: number): number {
  return 700 * (10 ** ((mel(LOW_HZ) + height * (mel(HIGH_HZ) - mel(LOW_HZ))) / 2595) - 1);
}

function mel(hz: number): number {
  return 2595 * Math.log10(1 + hz / 700);
}

/** Turns stretches of one sound into columns. */
export class Spectrum {
  readonly columns: number;
  private readonly size: number;
  private readonly window: Float64Array;
  private readonly re: Float64Array;
  private readonly im: Float64Array;
  private readonly edges: Float64Array;

  /** `gainDb`: of the sound in the song. */
  constructor(
    private readonly samples: Float32Array,
    private readonly rate: number,
    private readonly gainDb: number,
  ) {
    this.columns = Math.max(Math.ceil(samples.length / rate / COLUMN_S), 1);
    this.size = 2 ** Math.round(Math.log2(rate * WINDOW_S));
    this.window = Float64Array.from({ length: this.size }, (_, i) => 1 - Math.cos((2 * Math.PI * i) / this.size));
    this.re = new Float64Array(this.size);
    this.im = new Float64Array(this.size);
    this.edges = Float64Array.from({ length: ROWS + 1 }, (_, row) => (hzAt(row / ROWS) * this.size) / rate);
  }

  /** Columns `from … to`, 0 … 255 each, `ROWS` a column, from the lowest row up. */
  levels(from: number, to: number): Uint8Array<ArrayBuffer> {
    const out = new Uint8Array((to - from) * ROWS);
    for (let column = from; column < to; column++) {
      this.transform(Math.round(column * COLUMN_S * this.rate) - this.size / 2);
      for (let row = 0; row < ROWS; row++) out[(column - from) * ROWS + row] = this.level(row);
    }
    return out;
  }

  private transform(at: number): void {
    const { samples, window, re, im } = this;
    for (let i = 0; i < this.size; i++) re[i] = (samples[at + i] ?? 0) * window[i];
    im.fill(0);
    fft(re, im);
  }

  /** The strongest of a row's bins; between two bins where a row is narrower than one. */
  private level(row: number): number {
    const [low, high] = [this.edges[row], this.edges[row + 1]];
    const middle = (low + high) / 2;
    let power = 0;
    if (high - low < 1) {
      const bin = Math.floor(middle);
      power = this.power(bin) + (middle - bin) * (this.power(bin + 1) - this.power(bin));
    } else for (let bin = Math.ceil(low); bin < high; bin++) power = Math.max(power, this.power(bin));
    const tilt = TILT_DB * Math.max(Math.log2((middle * this.rate) / this.size / 500), 0);
    const db = 10 * Math.log10(power + 1e-20) + this.gainDb + tilt;
    return Math.min(Math.max(((db - QUIET_DB) / (LOUD_DB - QUIET_DB)) * 255, 0), 255);
  }

  /** Relative to a sine of full scale. */
  private power(bin: number): number {
    if (bin * 2 > this.size) return 0;
    return (this.re[bin] ** 2 + this.im[bin] ** 2) / (this.size / 2) ** 2;
  }
}

/** In place; the length is a power of two. */
export function fft(re: Float64Array, im: Float64Array): void {
  const size = re.length;
  for (let i = 1, j = 0; i < size; i++) {
    let bit = size >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) [re[i], re[j], im[i], im[j]] = [re[j], re[i], im[j], im[i]];
  }
  for (let span = 1; span < size; span *= 2) {
    for (let k = 0; k < span; k++) {
      const cos = Math.cos((Math.PI * k) / span);
      const sin = -Math.sin((Math.PI * k) / span);
      for (let a = k; a < size; a += 2 * span) {
        const b = a + span;
        const x = re[b] * cos - im[b] * sin;
        const y = re[b] * sin + im[b] * cos;
        re[b] = re[a] - x;
        im[b] = im[a] - y;
        re[a] += x;
        im[a] += y;
      }
    }
  }
}
