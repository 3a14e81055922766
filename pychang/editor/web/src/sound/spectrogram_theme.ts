/** The spectrogram's colours: custom properties of style.css, as a canvas can use them. */

import { el } from "../ui/dom";

const COLOURS = 7; // --spectrum-0 …

export interface Theme {
  /** From silence to the loudest; the same as 256 colours. */
  colours: string[];
  palette: Uint8ClampedArray;
  isDark: boolean;
  pitch: string;
  axis: string;
  line: string;
  label: string;
  font: string;
}

/** Read by a probe in the host, for `light-dark()` is no colour to a canvas. */
export function themeOf(host: HTMLElement): Theme {
  const probe = el("span", { hidden: true });
  host.append(probe);
  const colour = (name: string) => {
    probe.style.color = `var(--spectrum-${name})`;
    return getComputedStyle(probe).color;
  };
  const colours = Array.from({ length: COLOURS }, (_, i) => colour(String(i)));
  const named = { pitch: colour("pitch"), axis: colour("axis"), line: colour("line"), label: colour("label") };
  probe.remove();
  const palette = paletteOf(colours);
  const isDark = palette[0] + palette[1] + palette[2] < 3 * 128;
  return { colours, palette, isDark, ...named, font: getComputedStyle(host).fontFamily };
}

function paletteOf(colours: string[]): Uint8ClampedArray {
  const canvas = el("canvas", { width: 256, height: 1 });
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  const gradient = context.createLinearGradient(0, 0, 256, 0);
  colours.forEach((colour, i) => gradient.addColorStop(i / (colours.length - 1), colour));
  context.fillStyle = gradient;
  context.fillRect(0, 0, 256, 1);
  return context.getImageData(0, 0, 256, 1).data;
}
