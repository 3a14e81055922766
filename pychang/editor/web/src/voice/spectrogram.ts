/** Picture to magnitude; must agree with `pychang/image/spectrogram.py`. */

import type { VoiceCard } from "../protocol";
import { clip } from "./rounding";

const SILENT = Math.fround(-0.98); // a picture this dark or darker is silence

/** Picture (frames, bins) -> STFT magnitude (frames, bins + 1); nothing is sung at 0 Hz. */
export function toMagnitude(picture: Float32Array, geometry: VoiceCard["geometry"]): Float32Array {
  const bins = geometry.nFft / 2;
  const frames = picture.length / bins;
  const half = Math.fround(0.5 * (geometry.logCeiling - geometry.logFloor));
  const floor = Math.fround(geometry.logFloor);
  const magnitude = new Float32Array(frames * (bins + 1));
  for (let t = 0; t < frames; t++)
    for (let k = 0; k < bins; k++) {
      const seen = picture[t * bins + k];
      if (seen <= SILENT) continue;
      const above = Math.fround(Math.fround(clip(seen, -1, 1) + 1) * half);
      magnitude[t * (bins + 1) + k + 1] = Math.exp(Math.fround(above + floor));
    }
  return magnitude;
}
