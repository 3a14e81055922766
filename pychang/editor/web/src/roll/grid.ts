/** Exact score time: fractions of a whole note, and the grids that dragging snaps to. */

import type { Fraction, Roll } from "../protocol";

export type Grid = { name: string; step: Fraction };

/** From coarse to fine; triplets are named after the note that they share out. */
export const GRIDS: readonly Grid[] = [
  { name: "1/2", step: [1, 2] },
  { name: "1/4", step: [1, 4] },
  { name: "1/8", step: [1, 8] },
  { name: "1/16", step: [1, 16] },
  { name: "1/32", step: [1, 32] },
  { name: "1/4T", step: [1, 6] },
  { name: "1/8T", step: [1, 12] },
  { name: "1/16T", step: [1, 24] },
];

export const ZERO: Fraction = [0, 1];

function divisor(a: number, b: number): number {
  return b === 0 ? Math.abs(a) : divisor(b, a % b);
}

export function fraction(numerator: number, denominator: number): Fraction {
  const common = divisor(numerator, denominator) || 1;
  return [numerator / common, denominator / common];
}

export const plus = (a: Fraction, b: Fraction): Fraction => fraction(a[0] * b[1] + b[0] * a[1], a[1] * b[1]);
export const minus = (a: Fraction, b: Fraction): Fraction => plus(a, [-b[0], b[1]]);
export const times = (a: Fraction, n: number): Fraction => fraction(a[0] * n, a[1]);
export const number = (a: Fraction): number => a[0] / a[1];

/** The simplest fraction within a billionth: what a score position was before it became a plain number. */
export function exact(value: number): Fraction {
  let [before, here]: [Fraction, Fraction] = [[1, 0], [Math.floor(value), 1]];
  let rest = value - here[0];
  while (Math.abs(value - here[0] / here[1]) > 1e-9 && here[1] < 1e6) {
    const turned = 1 / rest;
    const whole = Math.floor(turned);
    [before, here] = [here, [whole * here[0] + before[0], whole * here[1] + before[1]]];
    rest = turned - whole;
  }
  return here;
}

/** The finest plain grid whose lines stand at least `apart` pixels from one another. */
export function gridFor(scale: number, apart = 18): Grid {
  const plain = GRIDS.slice(0, 5);
  return plain.findLast((one) => number(one.step) * scale >= apart) ?? plain[0];
}

/** The song's bars, and those that would follow them as far as `to`: what is written there begins in one of them. */
export function barsUpTo(bars: Roll["bars"], to: number): Roll["bars"] {
  const all = [...bars];
  for (let last = all.at(-1); last && last.beats > 0; ) {
    const next = { ...last, at: last.at + last.beats / last.unit, number: last.number + 1 };
    if (next.at >= to) break;
    all.push(next);
    last = next;
  }
  return all;
}

/** The bar that a position lies in; the first bar for what lies before it. */
export function barAt(bars: Roll["bars"], position: number): number {
  let [low, high] = [0, bars.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (bars[middle].at <= position + 1e-9) low = middle + 1;
    else high = middle;
  }
  return Math.max(low - 1, 0);
}

/** The line of the grid nearest to a position; lines count from each barline. `mode` floor: the one before it. */
export function snapped(bars: Roll["bars"], step: Fraction, position: number, mode: "round" | "floor" = "round"): Fraction {
  const index = barAt(bars, position);
  const origin = bars.length ? exact(bars[index].at) : ZERO;
  const count = Math[mode]((position - number(origin)) / number(step) + (mode === "floor" ? 1e-9 : 0));
  const line = plus(origin, times(step, count));
  const next = bars[index + 1];
  if (next && number(line) > next.at - 1e-9) return exact(next.at);
  return line;
}

/** As far as from a position to the grid line nearest to where it is dragged; less than half a step is nothing. */
export function dragged(bars: Roll["bars"], step: Fraction, from: number, by: number): Fraction {
  if (Math.abs(by) < number(step) / 2) return ZERO;
  return minus(snapped(bars, step, from + by), exact(from));
}
