/** Single steps of singing, for the tests: each is compared with its Python sister. */

import type { Sung, VoiceCard } from "../protocol";
import { drawConditioning, drawHarmonics } from "./conditioning";
import { RealFft } from "./fft";
import type { Generator } from "./generator";
import { whiteNoise } from "./noise";
import { refineF0 } from "./pitch";
import { paint, sound, unpacked } from "./singing";
import { Stft } from "./stft";
import { rests, sounding } from "./tape";

/** What is asked for; arrays are as they come out of a structured clone. */
export type Stage =
  | { name: "noise"; seed: number; start: number; count: number }
  | { name: "spectrum"; samples: Float64Array }
  | { name: "signal"; re: Float32Array; im: Float32Array }
  | { name: "conditioning"; sung: Sung }
  | { name: "harmonics"; f0Hz: Float32Array; voiced: Float32Array }
  | { name: "picture"; sung: Sung }
  | { name: "pitch"; magnitude: Float32Array; f0Hz: Float64Array; voiced: Float32Array }
  | { name: "sound"; sung: Sung; picture: Float32Array };

const atOnce = async () => {};

export async function stage(asked: Stage, card: VoiceCard, voice: () => Promise<Generator>): Promise<ArrayLike<number>[]> {
  switch (asked.name) {
    case "noise":
      return [whiteNoise(asked.seed, asked.start, asked.count)];
    case "spectrum": {
      const fft = new RealFft(asked.samples.length);
      const [re, im] = [new Float32Array(fft.bins), new Float32Array(fft.bins)];
      fft.forward(asked.samples, re, im);
      return [re, im];
    }
    case "signal": {
      const samples = new Float64Array(2 * (asked.re.length - 1));
      new RealFft(samples.length).inverse(asked.re, asked.im, samples);
      return [samples];
    }
    case "conditioning": {
      const drawn = drawConditioning(unpacked(asked.sung), card);
      return [drawn.strip, drawn.f0Hz, drawn.voiced, rests(drawn)];
    }
    case "harmonics":
      return [drawHarmonics(asked.f0Hz, asked.voiced, card.geometry)];
    case "pitch":
      return [refineF0(asked.magnitude, asked.f0Hz, asked.voiced, Stft.of(card.geometry))];
  }
  const conditioning = drawConditioning(unpacked(asked.sung), card);
  const quiet = rests(conditioning);
  const take = sounding(quiet) ?? { start: 0, stop: 0 };
  return asked.name === "picture"
    ? [await paint(conditioning, quiet, take, await voice(), atOnce)]
    : [await sound(asked.picture, take.start, conditioning, asked.sung.seed, card, atOnce)];
}
