/** Positions in whole notes <-> seconds of the sound, from a roll's `clock`. */

/** So much before the beat of a syllable its consonant may begin: who plays from a word begins there. */
export const EARLY_S = 0.08;

export type ClockPoint = [position: number, seconds: number];

/** Seconds of a position; before the first and after the last point it goes on as it began and ended. */
export function secondsAt(clock: readonly ClockPoint[], position: number): number {
  return along(clock, position, 0, 1);
}

/** The position of a second. Where time stands still, as in a fermata, it is the same for a while. */
export function positionAt(clock: readonly ClockPoint[], seconds: number): number {
  return along(clock, seconds, 1, 0);
}

function along(clock: readonly ClockPoint[], value: number, by: 0 | 1, to: 0 | 1): number {
  if (clock.length < 2) return value - (clock[0]?.[by] ?? 0) + (clock[0]?.[to] ?? 0);
  let low = 0;
  let high = clock.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (clock[middle][by] <= value) low = middle;
    else high = middle;
  }
  const [a, b] = [clock[low], clock[high]];
  const width = b[by] - a[by];
  return width > 0 ? a[to] + ((value - a[by]) / width) * (b[to] - a[to]) : b[to];
}
