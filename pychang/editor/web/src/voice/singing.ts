/** A phrase -> its sound; must agree with `pychang/singing.py`. */

import type { Sung, VoiceCard } from "../protocol";
import { type Conditioning, drawConditioning, type Performance } from "./conditioning";
import type { Generator } from "./generator";
import { addGrain } from "./grain";
import { griffinLim, noiseRows, type Picture } from "./griffin_lim";
import { toMagnitude } from "./spectrogram";
import { Stft } from "./stft";
import { rests, sounding, tape } from "./tape";

/** Samples from the phrase's zero to the first one; the samples. */
export interface Sound {
  lead: number;
  samples: Float32Array;
}

/** Asked between windows, with how much is done, 0 … 1; whoever wants it to stop throws. */
export type Breath = (done: number) => Promise<void>;

const PAINTING = 0.6; // of the time that a phrase takes

export async function sing(sung: Sung, generator: Generator, breath: Breath): Promise<Sound> {
  const { card } = generator;
  const conditioning = drawConditioning(unpacked(sung), card);
  const quiet = rests(conditioning);
  const take = sounding(quiet);
  if (!take) return { lead: 0, samples: new Float32Array(0) };
  const picture = await paint(conditioning, quiet, take, generator, (done) => breath(PAINTING * done));
  const samples = await sound(picture, take.start, conditioning, sung.seed, card, (done) => breath(PAINTING + (1 - PAINTING) * done));
  return { lead: take.start * card.geometry.hop, samples };
}

/** The picture (frames, bins) of the frames of a take. */
export async function paint(
  conditioning: Conditioning,
  quiet: Uint8Array,
  take: { start: number; stop: number },
  generator: Generator,
  breath: Breath,
): Promise<Float32Array> {
  const { geometry, reachFrames } = generator.card;
  const bins = geometry.nFft / 2;
  const picture = new Float32Array((take.stop - take.start) * bins);
  for (const window of tape(conditioning, take, geometry.frames, reachFrames)) {
    await breath((window.begin - take.start) / (take.stop - take.start));
    const painted = await generator.paint(window);
    for (let i = 0; i < window.count; i++) if (quiet[window.begin + i]) painted.fill(-1, i * bins, (i + 1) * bins);
    picture.set(painted, (window.begin - take.start) * bins);
  }
  return picture;
}

/** The sound of what was painted from frame `start` on. */
export async function sound(
  painted: Float32Array,
  start: number,
  conditioning: Conditioning,
  seed: number,
  card: VoiceCard,
  breath: Breath,
): Promise<Float32Array> {
  const stft = Stft.of(card.geometry);
  const magnitude = toMagnitude(painted, card.geometry);
  const frames = magnitude.length / stft.bins;
  const f0Hz = conditioning.f0Hz.subarray(start, start + frames);
  const voiced = conditioning.voiced.subarray(start, start + frames);
  const noise = noiseRows(seed, frames, stft);
  addGrain(magnitude, f0Hz, voiced, noise, stft);
  return joined({ magnitude, f0Hz, voiced }, noise, stft, breath);
}

async function joined(picture: Picture, noise: ReturnType<typeof noiseRows>, stft: Stft, breath: Breath): Promise<Float32Array> {
  const samples = new Float32Array((picture.voiced.length - 1) * stft.hop);
  let at = 0;
  await breath(0);
  for (const block of griffinLim(picture, noise, stft)) {
    samples.set(block, at);
    at += block.length;
    await breath(at / samples.length);
  }
  return samples;
}

export function unpacked(sung: Sung): Performance {
  return { ...sung, f0Hz: floats(sung.f0Hz), levelDb: floats(sung.levelDb), breathiness: floats(sung.breathiness) };
}

/** base64 of float32 little-endian, as all machines that run browsers have them. */
function floats(base64: string): Float32Array {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  return new Float32Array(bytes.buffer);
}
