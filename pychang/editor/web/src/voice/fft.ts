/**
 * The Fourier transform of real signals of any even length: what `scipy.fft.rfft` and `irfft` do in Python.
 *
 * A signal of n samples is seen as n/2 complex ones, which go through a mixed-radix transform in Stockham's
 * order (no bit reversal): passes of 4, 2, 3, 5 and whatever prime factors are left.
 */

type Numbers = Float64Array;

/** One pass: `radix` of `m * radix` interleaved transforms become one, `stride` of them side by side. */
interface Pass {
  radix: number;
  m: number;
  stride: number;
  /** exp(-2πi q k / (m radix)) for q < m and k = 1 … radix - 1; of the radix itself where there is no shorter way. */
  cos: Numbers;
  sin: Numbers;
}

export class RealFft {
  readonly bins: number;
  private readonly half: number;
  private readonly passes: Pass[];
  private readonly cos: Numbers;
  private readonly sin: Numbers;
  private a: [Numbers, Numbers];
  private b: [Numbers, Numbers];

  constructor(readonly n: number) {
    if (n % 2 || n < 2) throw new Error(`n must be even: ${n}`);
    this.half = n / 2;
    this.bins = this.half + 1;
    this.passes = plan(this.half);
    [this.cos, this.sin] = circle(n, this.bins);
    this.a = [new Float64Array(this.half), new Float64Array(this.half)];
    this.b = [new Float64Array(this.half), new Float64Array(this.half)];
  }

  /** n samples -> the real and imaginary parts of bins 0 … n/2, written from `at` on. */
  forward(samples: Numbers, re: Float32Array, im: Float32Array, at = 0): void {
    const { half, cos, sin } = this;
    const [zr, zi] = this.a;
    for (let i = 0; i < half; i++) {
      zr[i] = samples[2 * i];
      zi[i] = samples[2 * i + 1];
    }
    const [xr, xi] = this.transform(false);
    for (let k = 0; k <= half; k++) {
      const one = k === half ? 0 : k;
      const other = k === 0 ? 0 : half - k;
      const evenRe = 0.5 * (xr[one] + xr[other]);
      const evenIm = 0.5 * (xi[one] - xi[other]);
      const oddRe = 0.5 * (xi[one] + xi[other]);
      const oddIm = 0.5 * (xr[other] - xr[one]);
      re[at + k] = evenRe + cos[k] * oddRe + sin[k] * oddIm;
      im[at + k] = evenIm + cos[k] * oddIm - sin[k] * oddRe;
    }
  }

  /** What `forward` undoes: bins from `at` on -> n samples, scaled by 1/n. */
  inverse(re: Float32Array, im: Float32Array, samples: Numbers, at = 0): void {
    const { half, cos, sin } = this;
    const [zr, zi] = this.a;
    for (let k = 0; k < half; k++) {
      const other = at + half - k;
      const oneIm = k ? im[at + k] : 0; // those of the first and last bin say nothing
      const otherIm = k ? im[other] : 0;
      const evenRe = re[at + k] + re[other];
      const evenIm = oneIm - otherIm;
      const differRe = re[at + k] - re[other];
      const differIm = oneIm + otherIm;
      const oddRe = cos[k] * differRe - sin[k] * differIm;
      const oddIm = cos[k] * differIm + sin[k] * differRe;
      zr[k] = evenRe - oddIm;
      zi[k] = evenIm + oddRe;
    }
    const [xr, xi] = this.transform(true);
    const scale = 0.5 / half;
    for (let i = 0; i < half; i++) {
      samples[2 * i] = xr[i] * scale;
      samples[2 * i + 1] = xi[i] * scale;
    }
  }

  /** The complex transform of what lies in `a`; backwards is forwards with the two parts exchanged. */
  private transform(backwards: boolean): [Numbers, Numbers] {
    let from = backwards ? exchanged(this.a) : this.a;
    let to = backwards ? exchanged(this.b) : this.b;
    for (const pass of this.passes) {
      BUTTERFLIES[pass.radix] ? BUTTERFLIES[pass.radix](pass, from, to) : byAnything(pass, from, to);
      [from, to] = [to, from];
    }
    return backwards ? exchanged(from) : from;
  }
}

function exchanged([re, im]: [Numbers, Numbers]): [Numbers, Numbers] {
  return [im, re];
}

/** cos and sin of 2πk/n for k < count. */
function circle(n: number, count: number): [Numbers, Numbers] {
  const cos = new Float64Array(count);
  const sin = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    cos[k] = Math.cos((2 * Math.PI * k) / n);
    sin[k] = Math.sin((2 * Math.PI * k) / n);
  }
  return [cos, sin];
}

function plan(n: number): Pass[] {
  const passes: Pass[] = [];
  for (let left = n, stride = 1; left > 1; ) {
    const radix = smallestFactor(left);
    const m = left / radix;
    const [cos, sin] = circle(left, left);
    passes.push({ radix, m, stride, cos, sin });
    left = m;
    stride *= radix;
  }
  return passes;
}

function smallestFactor(n: number): number {
  if (n % 4 === 0) return 4;
  for (let factor = 2; factor * factor <= n; factor++) if (n % factor === 0) return factor;
  return n;
}

// ── one pass over all: from[j * m * stride …] to to[radix * q * stride …] ─────────────────────────

type Butterfly = (pass: Pass, from: [Numbers, Numbers], to: [Numbers, Numbers]) => void;

const BUTTERFLIES: Record<number, Butterfly> = { 2: byTwo, 3: byThree, 4: byFour, 5: byFive };

function byTwo({ m, stride, cos, sin }: Pass, [xr, xi]: [Numbers, Numbers], [yr, yi]: [Numbers, Numbers]): void {
  const apart = m * stride;
  for (let q = 0; q < m; q++) {
    const c = cos[q];
    const s = -sin[q];
    let to = 2 * q * stride;
    for (let i = q * stride; i < (q + 1) * stride; i++, to++) {
      const r = xr[i] - xr[i + apart];
      const j = xi[i] - xi[i + apart];
      yr[to] = xr[i] + xr[i + apart];
      yi[to] = xi[i] + xi[i + apart];
      yr[to + stride] = r * c - j * s;
      yi[to + stride] = r * s + j * c;
    }
  }
}

const SIN_60 = Math.sqrt(3) / 2;

function byThree({ m, stride, cos, sin }: Pass, [xr, xi]: [Numbers, Numbers], [yr, yi]: [Numbers, Numbers]): void {
  const apart = m * stride;
  for (let q = 0; q < m; q++) {
    const [c1, s1, c2, s2] = [cos[q], -sin[q], cos[2 * q], -sin[2 * q]];
    let to = 3 * q * stride;
    for (let i = q * stride; i < (q + 1) * stride; i++, to++) {
      const sumR = xr[i + apart] + xr[i + 2 * apart];
      const sumI = xi[i + apart] + xi[i + 2 * apart];
      const turnR = SIN_60 * (xi[i + apart] - xi[i + 2 * apart]);
      const turnI = SIN_60 * (xr[i + 2 * apart] - xr[i + apart]);
      const midR = xr[i] - 0.5 * sumR;
      const midI = xi[i] - 0.5 * sumI;
      const [r1, i1, r2, i2] = [midR + turnR, midI + turnI, midR - turnR, midI - turnI];
      yr[to] = xr[i] + sumR;
      yi[to] = xi[i] + sumI;
      yr[to + stride] = r1 * c1 - i1 * s1;
      yi[to + stride] = r1 * s1 + i1 * c1;
      yr[to + 2 * stride] = r2 * c2 - i2 * s2;
      yi[to + 2 * stride] = r2 * s2 + i2 * c2;
    }
  }
}

function byFour({ m, stride, cos, sin }: Pass, [xr, xi]: [Numbers, Numbers], [yr, yi]: [Numbers, Numbers]): void {
  const apart = m * stride;
  for (let q = 0; q < m; q++) {
    const [c1, s1, c2, s2, c3, s3] = [cos[q], -sin[q], cos[2 * q], -sin[2 * q], cos[3 * q], -sin[3 * q]];
    let to = 4 * q * stride;
    for (let i = q * stride; i < (q + 1) * stride; i++, to++) {
      const sumR = xr[i] + xr[i + 2 * apart];
      const sumI = xi[i] + xi[i + 2 * apart];
      const offR = xr[i] - xr[i + 2 * apart];
      const offI = xi[i] - xi[i + 2 * apart];
      const sumR2 = xr[i + apart] + xr[i + 3 * apart];
      const sumI2 = xi[i + apart] + xi[i + 3 * apart];
      const offR2 = xr[i + apart] - xr[i + 3 * apart];
      const offI2 = xi[i + apart] - xi[i + 3 * apart];
      const [r1, i1] = [offR + offI2, offI - offR2];
      const [r2, i2] = [sumR - sumR2, sumI - sumI2];
      const [r3, i3] = [offR - offI2, offI + offR2];
      yr[to] = sumR + sumR2;
      yi[to] = sumI + sumI2;
      yr[to + stride] = r1 * c1 - i1 * s1;
      yi[to + stride] = r1 * s1 + i1 * c1;
      yr[to + 2 * stride] = r2 * c2 - i2 * s2;
      yi[to + 2 * stride] = r2 * s2 + i2 * c2;
      yr[to + 3 * stride] = r3 * c3 - i3 * s3;
      yi[to + 3 * stride] = r3 * s3 + i3 * c3;
    }
  }
}

const [COS_72, SIN_72] = [Math.cos((2 * Math.PI) / 5), Math.sin((2 * Math.PI) / 5)];
const [COS_144, SIN_144] = [Math.cos((4 * Math.PI) / 5), Math.sin((4 * Math.PI) / 5)];

function byFive(pass: Pass, [xr, xi]: [Numbers, Numbers], [yr, yi]: [Numbers, Numbers]): void {
  const { m, stride, cos, sin } = pass;
  const apart = m * stride;
  for (let q = 0; q < m; q++) {
    const [c1, s1, c2, s2] = [cos[q], -sin[q], cos[2 * q], -sin[2 * q]];
    const [c3, s3, c4, s4] = [cos[3 * q], -sin[3 * q], cos[4 * q], -sin[4 * q]];
    let to = 5 * q * stride;
    for (let i = q * stride; i < (q + 1) * stride; i++, to++) {
      const outerR = xr[i + apart] + xr[i + 4 * apart];
      const outerI = xi[i + apart] + xi[i + 4 * apart];
      const innerR = xr[i + 2 * apart] + xr[i + 3 * apart];
      const innerI = xi[i + 2 * apart] + xi[i + 3 * apart];
      const apartR = xr[i + apart] - xr[i + 4 * apart];
      const apartI = xi[i + apart] - xi[i + 4 * apart];
      const insideR = xr[i + 2 * apart] - xr[i + 3 * apart];
      const insideI = xi[i + 2 * apart] - xi[i + 3 * apart];
      const midR1 = xr[i] + COS_72 * outerR + COS_144 * innerR;
      const midI1 = xi[i] + COS_72 * outerI + COS_144 * innerI;
      const midR2 = xr[i] + COS_144 * outerR + COS_72 * innerR;
      const midI2 = xi[i] + COS_144 * outerI + COS_72 * innerI;
      const turnR1 = SIN_72 * apartI + SIN_144 * insideI;
      const turnI1 = -SIN_72 * apartR - SIN_144 * insideR;
      const turnR2 = SIN_144 * apartI - SIN_72 * insideI;
      const turnI2 = -SIN_144 * apartR + SIN_72 * insideR;
      const [r1, i1, r4, i4] = [midR1 + turnR1, midI1 + turnI1, midR1 - turnR1, midI1 - turnI1];
      const [r2, i2, r3, i3] = [midR2 + turnR2, midI2 + turnI2, midR2 - turnR2, midI2 - turnI2];
      yr[to] = xr[i] + outerR + innerR;
      yi[to] = xi[i] + outerI + innerI;
      yr[to + stride] = r1 * c1 - i1 * s1;
      yi[to + stride] = r1 * s1 + i1 * c1;
      yr[to + 2 * stride] = r2 * c2 - i2 * s2;
      yi[to + 2 * stride] = r2 * s2 + i2 * c2;
      yr[to + 3 * stride] = r3 * c3 - i3 * s3;
      yi[to + 3 * stride] = r3 * s3 + i3 * c3;
      yr[to + 4 * stride] = r4 * c4 - i4 * s4;
      yi[to + 4 * stride] = r4 * s4 + i4 * c4;
    }
  }
}

/** Any radix p, by its definition: y[q p + k] = Σ_j x[q + m j] exp(-2πi k (q + m j) / (m p)). */
function byAnything(pass: Pass, [xr, xi]: [Numbers, Numbers], [yr, yi]: [Numbers, Numbers]): void {
  const { radix, m, stride, cos, sin } = pass;
  const length = m * radix;
  for (let q = 0; q < m; q++)
    for (let k = 0; k < radix; k++)
      for (let r = 0; r < stride; r++) {
        let re = 0;
        let im = 0;
        for (let j = 0; j < radix; j++) {
          const turn = (k * (q + m * j)) % length;
          const i = r + stride * (q + m * j);
          re += xr[i] * cos[turn] + xi[i] * sin[turn];
          im += xi[i] * cos[turn] - xr[i] * sin[turn];
        }
        yr[r + stride * (radix * q + k)] = re;
        yi[r + stride * (radix * q + k)] = im;
      }
}
