/** Around the notes: keys at the left, sections, bars and states of phrases above, phones below. */

import type { Curves, PhraseState } from "../protocol";
import { loop } from "../state";
import { FOOT, HEAD, PHRASES, RULER, SECTIONS, across, down, xOf, yOf } from "./geometry";
import { barsUpTo } from "./grid";
import { isBlack, pitchName, sectionName } from "./names";
import type { Brush } from "./paint";

type States = ReadonlyMap<string, PhraseState>;

export function paintFrame(brush: Brush, curves: ReadonlyMap<string, Curves>, states: States): void {
  paintPhones(brush, curves);
  const { ctx, colours, view } = brush;
  ctx.fillStyle = colours.head;
  ctx.fillRect(0, 0, view.width, HEAD);
  paintSections(brush);
  paintLoop(brush);
  paintBars(brush);
  paintPhrases(brush, states);
  paintKeys(brush);
  ctx.fillStyle = colours.head;
  ctx.fillRect(0, 0, view.keys, HEAD);
  ctx.fillRect(0, view.height - FOOT, view.keys, FOOT);
  ctx.fillStyle = colours["head-line"];
  ctx.fillRect(0, HEAD - 1, view.width, 1);
  ctx.fillRect(view.keys - 1, 0, 1, view.height);
  ctx.fillRect(0, view.height - FOOT, view.width, 1);
}

function paintSections({ ctx, colours, view, scene, part }: Brush): void {
  ctx.font = `600 12px ${colours.font}`;
  ctx.textBaseline = "middle";
  ctx.textAlign = "left";
  scene.roll.sections.forEach((section, index) => {
    const [from, to] = [xOf(view, section.from), xOf(view, section.to)];
    if (section.part !== part || to < view.keys || from > view.width) return;
    ctx.fillStyle = colours.section;
    ctx.beginPath();
    ctx.roundRect(from + 1, 2, to - from - 2, SECTIONS - 4, 4);
    ctx.fill();
    ctx.save();
    ctx.beginPath();
    ctx.rect(from, 0, to - from - 6, SECTIONS);
    ctx.clip();
    ctx.fillStyle = colours["section-text"];
    ctx.fillText(sectionName(scene, index), Math.max(from, view.keys) + 7, SECTIONS / 2 + 0.5);
    ctx.restore();
  });
}

/** The passage that is played again and again, as a band under the bars' numbers. */
function paintLoop({ ctx, colours, view, scene }: Brush): void {
  if (!loop.value) return;
  const [from, to] = loop.value.map((at) => xOf(view, Math.min(at, scene.roll.length)));
  if (to <= from || to < view.keys || from > view.width) return;
  ctx.fillStyle = colours.loop;
  ctx.fillRect(from, SECTIONS + 1, to - from, RULER - 2);
  ctx.fillStyle = colours["loop-edge"];
  ctx.fillRect(from, SECTIONS + 1, to - from, 2);
  for (const x of [from, to - 2]) ctx.fillRect(x, SECTIONS + 1, 2, RULER - 2);
}

function paintBars({ ctx, colours, view, scene, crisp }: Brush): void {
  const bars = barsUpTo(scene.roll.bars, view.left + across(view));
  if (!bars.length) return;
  const usual = bars.length > 1 ? (bars[bars.length - 1].at - bars[0].at) / (bars.length - 1) : 1;
  let every = 1;
  while (usual * every * view.scale < 34) every *= 2;
  ctx.font = `11px ${colours.font}`;
  ctx.textAlign = "left";
  bars.forEach((bar, i) => {
    const x = crisp(xOf(view, bar.at));
    if (x < view.keys - 40 || x > view.width) return;
    const numbered = i % every === 0;
    ctx.fillStyle = colours["head-line"];
    ctx.fillRect(x, SECTIONS + (numbered ? 3 : RULER - 6), 1, RULER);
    ctx.fillStyle = colours["head-text"];
    if (numbered) ctx.fillText(String(bar.number), x + 4, SECTIONS + RULER / 2);
    const beat = view.scale / bar.unit;
    ctx.fillStyle = colours["head-line"];
    if (beat > 14) for (let k = 1; k < bar.beats; k++) ctx.fillRect(crisp(x + k * beat), SECTIONS + RULER - 5, 1, 5);
  });
}

/** Fresh: a full bar; being sung: slanted stripes; stale: an outline. */
function paintPhrases({ ctx, colours, view, scene, part }: Brush, states: States): void {
  const top = SECTIONS + RULER + 2;
  const height = PHRASES - 5;
  for (const phrase of scene.roll.phrases) {
    if (phrase.part !== part) continue;
    const x = xOf(view, scene.position(phrase.startS));
    const width = xOf(view, scene.position(phrase.endS)) - x - 2;
    if (x + width < view.keys || x > view.width) continue;
    const state = states.get(phrase.key) ?? "stale";
    ctx.fillStyle = ctx.strokeStyle = colours[state];
    ctx.lineWidth = 1;
    if (state === "fresh") ctx.fillRect(x, top, width, height);
    else ctx.strokeRect(x + 0.5, top + 0.5, width - 1, height - 1);
    if (state !== "singing") continue;
    ctx.lineWidth = 2;
    ctx.beginPath();
    for (let at = Math.max(x, view.keys); at < Math.min(x + width - height, view.width); at += 6) {
      ctx.moveTo(at, top + height);
      ctx.lineTo(at + height, top);
    }
    ctx.stroke();
  }
}

function paintKeys({ ctx, colours, view, crisp }: Brush): void {
  const bottom = view.height - FOOT;
  ctx.save();
  ctx.beginPath();
  ctx.rect(0, HEAD, view.keys, bottom - HEAD);
  ctx.clip();
  ctx.fillStyle = colours["key-white"];
  ctx.fillRect(0, HEAD, view.keys, bottom - HEAD);
  ctx.textAlign = "right";
  ctx.textBaseline = "middle";
  for (let midi = Math.floor(view.top - down(view)) - 1; midi <= view.top + 1; midi++) {
    const [y, below] = [crisp(yOf(view, midi)), crisp(yOf(view, midi - 1))];
    if (isBlack(midi)) {
      ctx.fillStyle = colours["key-black"];
      ctx.fillRect(0, y, view.keys * 0.55, below - y);
    } else {
      ctx.fillStyle = colours["key-line"];
      ctx.fillRect(0, below, view.keys, 1);
    }
    if (isBlack(midi) || (midi % 12 !== 0 && view.row < 14)) continue;
    ctx.font = `${midi % 12 === 0 ? 600 : 400} ${Math.min(Math.max(view.row * 0.6, 9), 12)}px ${colours.font}`;
    ctx.fillStyle = colours["key-text"];
    ctx.fillText(pitchName(midi), view.keys - 5, y + view.row / 2 + 0.5);
  }
  ctx.restore();
}

function paintPhones({ ctx, colours, view, scene, part }: Brush, curves: ReadonlyMap<string, Curves>): void {
  const top = view.height - FOOT;
  const [fromS, toS] = [scene.seconds(view.left), scene.seconds(view.left + across(view))];
  ctx.fillStyle = colours.head;
  ctx.fillRect(0, top, view.width, FOOT);
  ctx.font = `10px ${colours.font}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  for (const phrase of scene.roll.phrases) {
    const curve = curves.get(phrase.key);
    if (!curve || phrase.part !== part || phrase.endS < fromS || phrase.startS > toS) continue;
    let free = view.keys;
    for (const [symbol, startS, endS] of curve.phones) {
      if (phrase.zeroS + endS < fromS || phrase.zeroS + startS > toS) continue;
      const x = xOf(view, scene.position(phrase.zeroS + startS));
      const end = xOf(view, scene.position(phrase.zeroS + endS));
      ctx.fillStyle = colours["head-line"];
      ctx.fillRect(x, top + 2, 1, FOOT - 4);
      const middle = (x + end) / 2;
      if (middle - 3 * symbol.length < free) continue;
      ctx.fillStyle = colours["phone-text"];
      ctx.fillText(symbol, middle, top + FOOT / 2 + 0.5);
      free = middle + 3 * symbol.length + 2;
    }
  }
}
