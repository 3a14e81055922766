/** Rounding as numpy does it, where it matters to come to the same number. */

const EXACT = 6755399441055744; // 1.5 * 2**52: what is added to it loses its fraction

/** To the nearest whole number, halves to the even one (`numpy.rint`); for less than 2**50. */
export function rint(x: number): number {
  return x + EXACT - EXACT;
}

export function clip(x: number, low: number, high: number): number {
  return x < low ? low : x > high ? high : x;
}
