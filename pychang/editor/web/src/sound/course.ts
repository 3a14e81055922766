/** One playing of a song: which sample is mixed next, and which one is heard. */

import { factorsNow, type Factors } from "./levels";
import { Limiter } from "./limiter";
import type { SongMix } from "./mix";

const SEAM_S = 0.005; // a sound that is broken off where a round ends fades out, and in where it begins

/** From where to where, in samples, something is played again and again. */
export interface Round {
  start: number;
  end: number;
}

/** Where a run through the song begins: what the loudspeaker counts as `frame` is the song's `sample`. */
interface Lap {
  frame: number;
  sample: number;
}

export class Course {
  ended = false;
  /** The frame that comes out of the limiter next. */
  frame: number;
  private readonly limiter: Limiter;
  private given: number;
  private factors: Factors;
  private readonly laps: Lap[];
  private isAgain = false;

  /** `mixed`: the sample that is mixed next. */
  constructor(song: SongMix, public mixed: number) {
    this.limiter = new Limiter(song.rate, song.stereo ? 2 : 1);
    this.factors = factorsNow(song.roll.parts.length);
    this.frame = this.given = mixed;
    this.laps = [{ frame: mixed, sample: mixed }];
  }

  /** Up to sample `end`; what comes out of it begins with `frame`, which the caller moves on. */
  mix(song: SongMix, end: number, round: Round | null): Float32Array[] {
    const factors = factorsNow(song.roll.parts.length);
    const sound = song.span(this.mixed, end, this.factors, factors);
    if (round) this.seam(sound, round, SEAM_S * song.rate);
    this.factors = factors;
    this.given += end - this.mixed;
    this.mixed = end;
    return this.limiter.push(sound);
  }

  /** What the limiter has still held back. */
  finish(): Float32Array[] {
    this.ended = true;
    return this.limiter.flush();
  }

  /** Goes on with another sample, without a gap. */
  jump(sample: number): void {
    this.mixed = sample;
    this.isAgain = true;
    this.laps.push({ frame: this.given, sample });
  }

  /** The song's sample of a frame that is heard. */
  sampleOf(frame: number): number {
    while (this.laps.length > 1 && this.laps[1].frame <= frame) this.laps.shift();
    return this.laps[0].sample + frame - this.laps[0].frame;
  }

  private seam(sound: Float32Array[], { start, end }: Round, seam: number): void {
    for (const channel of sound)
      for (let i = 0; i < channel.length; i++) {
        const at = this.mixed + i;
        const factor = Math.min((end - at) / seam, this.isAgain && at >= start ? (at - start) / seam : 1, 1);
        if (factor >= 0 && factor < 1) channel[i] *= factor;
      }
  }
}
