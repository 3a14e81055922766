/** Arithmetic as Python has it, so that every sample stands where `pychang build` puts it. */

/** The nearest whole number, halves to the even one, as Python's `round` and numpy's `rint`. */
export function roundEven(x: number): number {
  const below = Math.floor(x);
  const over = x - below;
  if (over !== 0.5) return over < 0.5 ? below : below + 1;
  return below % 2 === 0 ? below : below + 1;
}

/** What to multiply samples by for a gain of `db`. */
export function amplitude(db: number): number {
  return 10 ** (db / 20);
}

/** Left and right factors, float32; their squares add up to the same wherever a piece stands (pan -1 … 1). */
export function channelGains(pan: number): [left: number, right: number] {
  const angle = ((pan + 1) * Math.PI) / 4;
  return [Math.fround(Math.cos(angle)), Math.fround(Math.sin(angle))];
}

/**
 * Amplitudes for `length` samples from steps of [sample, dB]; each is reached `fade` samples before it.
 * One number where all steps are the same; the first step holds before it. As `mix.gain_curve` in Python.
 */
export function gainCurve(
  steps: [at: number, db: number][],
  baseDb: number,
  length: number,
  fade: number,
): number | Float32Array {
  if (steps.every(([, db]) => db === steps[0][1])) return Math.fround(amplitude(baseDb + steps[0][1]));
  const xs = [0];
  const ys = [steps[0][1]];
  for (const [at, db] of steps) {
    const last = xs[xs.length - 1];
    xs.push(Math.max(at - fade, last), Math.max(at, last));
    ys.push(ys[ys.length - 1], db);
  }
  const curve = new Float32Array(length);
  for (let i = 0, j = 0; i < length; i++) {
    while (j + 1 < xs.length && xs[j + 1] <= i) j++;
    const db = j + 1 < xs.length ? ((ys[j + 1] - ys[j]) / (xs[j + 1] - xs[j])) * (i - xs[j]) + ys[j] : ys[j];
    curve[i] = amplitude(baseDb + db);
  }
  return curve;
}
