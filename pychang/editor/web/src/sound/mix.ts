/** Phrases, each in its place, into one: `pychang/sound/mix.py` and `compile._sung_pieces`, from any place on. */

import type { Roll, RollPhrase } from "../protocol";
import type { PhraseSound } from "../state";
import type { Factors } from "./levels";
import { amplitude, channelGains, gainCurve, roundEven } from "./numbers";
import { resampled } from "./resample";

const FADE_S = 0.02; // from one gain to the next
const AROUND_S = 0.15; // a sound reaches no farther beyond where its phrase is heard

/** A phrase's sound at the song's rate, its gains applied; `start` may lie before 0. */
export interface Piece {
  start: number;
  sound: Float32Array;
  left: number;
  right: number;
}

/** The song as far as its sounds are there. */
export class SongMix {
  readonly rate: number;
  readonly stereo: boolean;
  readonly phrases: readonly RollPhrase[];
  /** Beside each phrase, null until its sound is there. */
  readonly pieces: (Piece | null)[];
  /** Pieces of an earlier text that had begun to sound when it changed, each with its part. */
  private carried: { piece: Piece; phrase: RollPhrase }[] = [];
  /** Which phrases are not heard, because those carried on sound in their place. */
  private readonly past: boolean[];
  /** Interleaved; null: there is none, or it is not there yet. */
  backing: Float32Array | null = null;
  private readonly backingStart: number;
  private readonly backingGain: number;
  private readonly end: number;

  constructor(readonly roll: Roll) {
    this.rate = roll.rate;
    this.stereo = roll.stereo;
    this.phrases = [...roll.phrases].sort((a, b) => a.zeroS - b.zeroS);
    this.pieces = this.phrases.map(() => null);
    this.past = this.phrases.map(() => false);
    this.end = roundEven(roll.durationS * roll.rate);
    this.backingStart = roundEven((roll.backing?.startS ?? 0) * roll.rate);
    this.backingGain = Math.fround(amplitude(roll.backing?.gainDb ?? 0));
  }

  /** Samples that it lasts, as far as is known. */
  get length(): number {
    const ends = this.pieces.map((piece) => (piece ? piece.start + piece.sound.length : 0));
    const backing = this.backing ? this.backingStart + this.backing.length / 2 : 0;
    return Math.max(this.end, backing, ...ends);
  }

  put(index: number, sound: PhraseSound): void {
    this.pieces[index] = pieceOf(this.phrases[index], sound, this.rate);
  }

  /** Goes on from an earlier text at sample `at`: what has begun to sound there plays on, the rest comes new. */
  carryOn(earlier: SongMix, at: number): void {
    const sounding = earlier.phrases.flatMap((phrase, index) => {
      const piece = earlier.pieces[index];
      return piece && !earlier.past[index] ? [{ piece, phrase }] : [];
    });
    this.carried = [...earlier.carried, ...sounding].filter(
      ({ piece }) => piece.start < at && piece.start + piece.sound.length > at,
    );
    this.phrases.forEach((mine, index) => {
      const same = this.carried.filter(({ phrase }) => phrase.part === mine.part);
      const hasBegun = Math.floor(mine.startS * this.rate) < at;
      this.past[index] = same.some(({ phrase }) => hasBegun || covers(phrase, mine));
    });
  }

  /** Phrases of which something is heard from sample `from` to `to`, and whose sound is not there yet. */
  missing(from: number, to = Infinity): number[] {
    return [...this.phrases.keys()].filter((index) => {
      const [begin, end] = this.extent(index);
      return !this.pieces[index] && !this.past[index] && end > from && begin <= to;
    });
  }

  /** From where to where a phrase is heard, in samples: a little more than that until its sound is there. */
  extent(index: number): [from: number, to: number] {
    const piece = this.pieces[index];
    if (piece) return [piece.start, piece.start + piece.sound.length];
    const { startS, endS } = this.phrases[index];
    return [Math.floor((startS - AROUND_S) * this.rate), Math.ceil((endS + AROUND_S) * this.rate)];
  }

  /** Samples `from … to`, left and right or one channel; levels go from `was` to `is` meanwhile. */
  span(from: number, to: number, was: Factors, is: Factors): Float32Array[] {
    const out = Array.from({ length: this.stereo ? 2 : 1 }, () => new Float32Array(to - from));
    for (const { piece, phrase } of this.carried)
      addPiece(out, from, piece, was.parts[phrase.part] ?? 1, is.parts[phrase.part] ?? 1);
    this.pieces.forEach((piece, index) => {
      const { part } = this.phrases[index];
      if (piece && !this.past[index]) addPiece(out, from, piece, was.parts[part], is.parts[part]);
    });
    if (this.backing) this.addBacking(out, from, was.backing, is.backing);
    return out;
  }

  private addBacking(out: Float32Array[], from: number, was: number, is: number): void {
    const backing = this.backing!;
    const size = out[0].length;
    const first = Math.max(this.backingStart - from, 0);
    const end = Math.min(this.backingStart + backing.length / 2 - from, size);
    for (let i = first; i < end; i++) {
      const at = 2 * (from + i - this.backingStart);
      const factor = was + ((is - was) * i) / size;
      out[0][i] += Math.fround(backing[at] * this.backingGain) * factor;
      out[1][i] += Math.fround(backing[at + 1] * this.backingGain) * factor;
    }
  }
}

/** A phrase's sound as it goes into the song. */
export function pieceOf(phrase: RollPhrase, sound: PhraseSound, rate: number): Piece {
  const lead = sound.rate === rate ? sound.lead : roundEven((sound.lead * rate) / sound.rate);
  const samples = resampled(sound.samples, sound.rate, rate);
  const steps = phrase.gains.map(([atS, db]): [number, number] => [roundEven(atS * rate) - lead, db]);
  const gain = gainCurve(steps, phrase.baseDb, samples.length, roundEven(FADE_S * rate));
  const gained = typeof gain === "number" ? samples.map((one) => one * gain) : samples.map((one, i) => one * gain[i]);
  const [left, right] = channelGains(phrase.pan);
  return { start: roundEven(phrase.zeroS * rate) + lead, sound: gained, left, right };
}

/** Whether a phrase that sounds already is, moved or mended, most of what another sings. */
function covers(sounding: RollPhrase, other: RollPhrase): boolean {
  const both = Math.min(sounding.endS, other.endS) - Math.max(sounding.startS, other.startS);
  return both > (other.endS - other.startS) / 2;
}

function addPiece(out: Float32Array[], from: number, piece: Piece, was: number, is: number): void {
  const { start, sound, left, right } = piece;
  const size = out[0].length;
  const first = Math.max(start - from, 0);
  const end = Math.min(start + sound.length - from, size);
  const [one, other] = out;
  for (let i = first; i < end; i++) {
    const factor = was + ((is - was) * i) / size;
    const sample = sound[from + i - start];
    if (other) {
      one[i] += Math.fround(sample * left) * factor;
      other[i] += Math.fround(sample * right) * factor;
    } else one[i] += sample * factor;
  }
}
