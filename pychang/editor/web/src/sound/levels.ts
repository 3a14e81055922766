/** What the listener turns up and down, in dB: of the whole, of each part, and of the backing. */

import { signal } from "@preact/signals-core";
import { amplitude } from "./numbers";

export const wholeDb = signal(0);
/** By part number; a part that is not in it is as the song has it. `-Infinity`: not heard. */
export const partDb = signal<ReadonlyMap<number, number>>(new Map());
export const backingDb = signal(0);

/** What to multiply each part and the backing by. */
export interface Factors {
  parts: number[];
  backing: number;
}

/** As the listener has set them now. */
export function factorsNow(parts: number): Factors {
  const whole = wholeDb.value;
  const own = partDb.value;
  return {
    parts: Array.from({ length: parts }, (_, part) => amplitude(whole + (own.get(part) ?? 0))),
    backing: amplitude(whole + backingDb.value),
  };
}
