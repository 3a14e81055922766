/** Sound -> a WAV file of 16 bits, rounded as `pychang build` rounds. */

import { roundEven } from "./numbers";

export interface Tags {
  title?: string;
  artist?: string;
}

const SOFTWARE = "PyChang";
const HEAD = 12 + 24; // RIFF … WAVE, and the format

/** The bytes of a WAV file; `channels` are one or two arrays of one length, full scale ±1. */
export function wavBytes(channels: Float32Array[], rate: number, tags: Tags = {}): Uint8Array<ArrayBuffer> {
  const info = infoChunk({ INAM: tags.title, IART: tags.artist, ISFT: SOFTWARE });
  const size = channels[0].length * channels.length * 2;
  const bytes = new Uint8Array(HEAD + info.length + 8 + size);
  const view = new DataView(bytes.buffer);
  putText(bytes, 0, "RIFF");
  view.setUint32(4, bytes.length - 8, true);
  putText(bytes, 8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true); // PCM
  view.setUint16(22, channels.length, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * channels.length * 2, true);
  view.setUint16(32, channels.length * 2, true);
  view.setUint16(34, 16, true);
  bytes.set(info, HEAD);
  putText(bytes, HEAD + info.length, "data");
  view.setUint32(HEAD + info.length + 4, size, true);
  putSamples(view, HEAD + info.length + 8, channels);
  return bytes;
}

/** One sample as 16 bits, full scale 32767; what is beyond it stays at it. */
export function pcm16(sample: number): number {
  return Math.min(Math.max(roundEven(Math.fround(sample * 32767)), -32768), 32767);
}

function putSamples(view: DataView, from: number, channels: Float32Array[]): void {
  let at = from;
  for (let i = 0; i < channels[0].length; i++) {
    for (const channel of channels) {
      view.setInt16(at, pcm16(channel[i]), true);
      at += 2;
    }
  }
}

/** A LIST chunk of texts, as UTF-8, each ended by a zero and padded to an even length. */
function infoChunk(texts: Record<string, string | undefined>): Uint8Array {
  const parts: number[] = [];
  for (const [name, text] of Object.entries(texts)) {
    if (!text) continue;
    const bytes = [...new TextEncoder().encode(text), 0];
    parts.push(...ascii(name), ...uint32(bytes.length), ...bytes, ...(bytes.length % 2 ? [0] : []));
  }
  return Uint8Array.from([...ascii("LIST"), ...uint32(parts.length + 4), ...ascii("INFO"), ...parts]);
}

function ascii(text: string): number[] {
  return [...text].map((letter) => letter.charCodeAt(0));
}

function uint32(n: number): number[] {
  return [n & 255, (n >> 8) & 255, (n >> 16) & 255, (n >> 24) & 255];
}

function putText(bytes: Uint8Array, at: number, text: string): void {
  bytes.set(ascii(text), at);
}
