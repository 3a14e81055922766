/** A whole song at once, as for a file. */

import { factorsNow } from "./levels";
import { Limiter } from "./limiter";
import type { SongMix } from "./mix";

const BLOCK = 1 << 16; // samples

export interface Rendered {
  left: Float32Array;
  /** Null: the song is mono. */
  right: Float32Array | null;
  rate: number;
}

/** Mixed and limited: left and right, or one channel. Gives way to others now and then. */
export async function mixedWhole(song: SongMix, abort: AbortSignal): Promise<Float32Array[]> {
  const limiter = new Limiter(song.rate, song.stereo ? 2 : 1);
  const factors = factorsNow(song.roll.parts.length);
  const whole = Array.from({ length: song.stereo ? 2 : 1 }, () => new Float32Array(song.length));
  let done = 0;
  const put = (sound: Float32Array[]) => {
    sound.forEach((one, channel) => whole[channel].set(one, done));
    done += sound[0].length;
  };
  for (let from = 0; from < song.length; from += BLOCK) {
    put(limiter.push(song.span(from, Math.min(from + BLOCK, song.length), factors, factors)));
    await new Promise((resolve) => setTimeout(resolve));
    abort.throwIfAborted();
  }
  put(limiter.flush());
  return whole;
}
