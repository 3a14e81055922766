/** A spectrogram of what was sung, on the time axis of the piano roll above it. */

import { effect, signal } from "@preact/signals-core";
import type { Curves, Roll, RollPhrase } from "../protocol";
import { curves, keysWidth, playheadS, roll, states, visible } from "../state";
import { el } from "../ui/dom";
import { onTheme } from "../ui/on_theme";
import { say } from "../words";
import type { Player } from "./player";
import { positionAt, secondsAt } from "../song_clock";
import { COLUMN_S, heightOf, ROWS } from "./spectrum";
import { type Theme, themeOf } from "./spectrogram_theme";
import { type Strip, Strips } from "./strips";

const LABELS: [hz: number, text: string][] = [
  [250, "250"],
  [500, "500"],
  [1000, "1k"],
  [2000, "2k"],
  [4000, "4k"],
  [8000, "8k"],
];

/** What is painted with: colours of the theme, and where a second stands. */
interface Brush {
  context: CanvasRenderingContext2D;
  width: number;
  height: number;
  keys: number;
  song: Roll;
  xOf: (seconds: number) => number;
}

/** Shows a spectrogram in `host` as long as it has a size; a click plays from there. */
export function createSpectrogram(host: HTMLElement, player: Player): void {
  const canvas = el("canvas");
  const playhead = el("div", { class: "spectrogram-playhead" });
  const empty = el("p", { class: "spectrogram-empty" }, () =>
    roll.value?.canBeSung === false
      ? say("틀린 곳을 고치면 부릅니다.", "Mend the mistakes, and it is sung.")
      : say("부른 소리가 여기에 그려집니다.", "What is sung is drawn here."),
  );
  host.classList.add("spectrogram");
  host.append(canvas, playhead, empty);
  host.setAttribute("role", "img");
  effect(() => host.setAttribute("aria-label", say("부른 소리의 스펙트로그램", "Spectrogram of what was sung")));

  const size = signal<[number, number]>([0, 0]);
  const drawn = signal(0);
  const theme = signal(themeOf(host));
  const strips = new Strips(() => drawn.value++);
  new ResizeObserver(() => (size.value = [host.clientWidth, host.clientHeight])).observe(host);
  onTheme(() => {
    strips.recolour();
    theme.value = themeOf(host);
  });

  effect(() => {
    void player.news;
    const [song, shown] = [roll.value, size.value[0] > 0];
    if (song && shown) ask(song, visible.value, player, strips);
    else player.lookAt([]);
  });
  let frame = 0;
  effect(() => {
    const song = roll.value;
    void [drawn.value, visible.value, size.value, theme.value, keysWidth.value, curves.value];
    if (!song || size.value[0] === 0) return;
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
      const brush = brushOf(canvas, size.peek(), song);
      empty.hidden = paint(brush, strips, theme.peek(), curves.peek());
    });
  });
  effect(() => {
    const song = roll.value;
    const x = song ? xOf(song, size.value[0])(playheadS.value) : -1;
    playhead.hidden = x < keysWidth.value || x > size.value[0];
    playhead.style.transform = `translateX(${x}px)`;
  });
  host.addEventListener("click", (event) => {
    const at = event.clientX - host.getBoundingClientRect().left;
    const [from, to] = visible.value;
    const across = size.value[0] - keysWidth.value;
    if (roll.value && at >= keysWidth.value)
      player.seek(secondsAt(roll.value.clock, from + ((at - keysWidth.value) / across) * (to - from)));
  });
}

/** Gets the sounds of fresh phrases that are seen, and works them out. */
function ask(song: Roll, [from, to]: [number, number], player: Player, strips: Strips): void {
  const [fromS, toS] = [secondsAt(song.clock, from), secondsAt(song.clock, to)];
  strips.keep(new Set(song.phrases.map(({ key }) => key)));
  const missing: RollPhrase[] = [];
  for (const phrase of song.phrases) {
    if (strips.has(phrase.key)) continue;
    const sound = player.soundOf(phrase);
    const isSeen = phrase.endS > fromS && phrase.startS < toS;
    if (sound && isSeen) strips.add(phrase, sound);
    else if (isSeen && states.value.get(phrase.key) === "fresh") missing.push(phrase);
  }
  player.lookAt(missing);
}

function xOf(song: Roll, width: number): (seconds: number) => number {
  const [from, to] = visible.value;
  const keys = keysWidth.value;
  const scale = (width - keys) / (to - from);
  return (seconds) => keys + (positionAt(song.clock, seconds) - from) * scale;
}

function brushOf(canvas: HTMLCanvasElement, [width, height]: [number, number], song: Roll): Brush {
  const sharp = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * sharp);
  canvas.height = Math.round(height * sharp);
  const context = canvas.getContext("2d")!;
  context.scale(canvas.width / width, canvas.height / height);
  return { context, width, height, keys: keysWidth.peek(), song, xOf: xOf(song, width) };
}

/** Whether anything was painted of what was sung. */
function paint(brush: Brush, strips: Strips, theme: Theme, pitches: ReadonlyMap<string, Curves>): boolean {
  const { context, width, height, keys, song } = brush;
  context.fillStyle = theme.colours[0];
  context.fillRect(0, 0, width, height);
  context.save();
  context.beginPath();
  context.rect(keys, 0, width - keys, height);
  context.clip();
  context.globalCompositeOperation = theme.isDark ? "lighten" : "darken"; // voices that sing together
  let isPainted = false;
  for (const phrase of song.phrases) {
    for (const strip of strips.of(phrase.key)) {
      isPainted = paintStrip(brush, phrase.zeroS, strip, strips, theme) || isPainted;
    }
  }
  context.globalCompositeOperation = "source-over";
  context.strokeStyle = theme.pitch;
  for (const phrase of song.phrases) {
    const curve = pitches.get(phrase.key);
    if (curve && strips.of(phrase.key).length > 0) paintPitch(brush, phrase.zeroS, curve);
  }
  context.restore();
  paintAxis(brush, theme);
  return isPainted;
}

/** In pieces between the points of the clock: where the tempo changes, so does the width of a second. */
function paintStrip({ context, width, height, keys, song, xOf }: Brush, zeroS: number, strip: Strip, strips: Strips, theme: Theme): boolean {
  const startS = zeroS + strip.fromS;
  const endS = startS + strip.columns * COLUMN_S;
  if (xOf(endS) < keys || xOf(startS) > width) return false;
  const picture = strips.picture(strip, theme.palette);
  const borders = [startS, ...song.clock.map(([, s]) => s).filter((s) => s > startS && s < endS), endS];
  for (let i = 0; i + 1 < borders.length; i++) {
    const [a, b] = [borders[i], borders[i + 1]];
    const x = xOf(a);
    const across = xOf(b) - x;
    if (across <= 0 || x + across < keys || x > width) continue;
    context.drawImage(picture, (a - startS) / COLUMN_S, 0, (b - a) / COLUMN_S, ROWS, x, 0, across, height);
  }
  return true;
}

function paintPitch({ context, width, height, keys, xOf }: Brush, zeroS: number, { hopS, pitch }: Curves): void {
  context.lineWidth = 1.5;
  context.beginPath();
  let isDown = false;
  pitch.forEach((midi, i) => {
    const x = midi === null ? -1 : xOf(zeroS + i * hopS);
    if (midi === null || x < keys || x > width) {
      isDown = false;
      return;
    }
    const y = height * (1 - heightOf(440 * 2 ** ((midi - 69) / 12)));
    if (isDown) context.lineTo(x, y);
    else context.moveTo(x, y);
    isDown = true;
  });
  context.stroke();
}

function paintAxis({ context, width, height, keys }: Brush, theme: Theme): void {
  context.fillStyle = theme.axis;
  context.fillRect(0, 0, keys, height);
  context.font = `11px ${theme.font}`;
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const [hz, text] of LABELS) {
    const y = Math.round(height * (1 - heightOf(hz)));
    context.fillStyle = theme.line;
    context.fillRect(keys, y, width - keys, 1);
    context.fillStyle = theme.label;
    if (height > 90 || hz % 1000 === 0) context.fillText(text, keys - 6, Math.max(y, 7));
  }
}
