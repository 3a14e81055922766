/** What stands still: rows, bars, notes, curve and phones, and the frame of keys and ruler around them. */

import type { Place, RollNote } from "../protocol";
import { caret, curves, selection, states } from "../state";
import type { Board } from "./board";
import type { Colours } from "./colours";
import { FOOT, HEAD, type Rect, type View, across, down, noteRect, xOf, yOf } from "./geometry";
import { barsUpTo, number } from "./grid";
import { isBlack } from "./names";
import { paintFrame } from "./paint_frame";
import type { Ghost } from "./preview";
import type { Scene } from "./scene";

/** What painting needs; `crisp` moves a coordinate to a device pixel. */
export interface Brush {
  ctx: CanvasRenderingContext2D;
  colours: Colours;
  view: View;
  scene: Scene;
  part: number;
  crisp(value: number): number;
}

interface Drawn {
  note: RollNote;
  rect: Rect;
  text: string;
  pending: boolean;
}

export function paintStill(brush: Brush, board: Board): void {
  paintRows(brush);
  paintLines(brush, number(board.grid.value.step));
  brush.scene.roll.parts.forEach((_, part) => part !== brush.part && paintOthers(brush, part));
  const drawn = [...visible(brush, board)];
  paintNotes(brush, drawn, selection.value);
  paintCurves(brush);
  paintWords(brush, drawn, selection.value);
  paintCaret(brush);
  paintFrame(brush, curves.value, states.value);
}

function paintRows({ ctx, colours, view, scene, part, crisp }: Brush): void {
  ctx.fillStyle = colours.row;
  ctx.fillRect(0, 0, view.width, view.height);
  ctx.fillStyle = colours["row-black"];
  const lowest = Math.floor(view.top - down(view)) - 1;
  for (let midi = lowest; midi <= view.top + 1; midi++) {
    const y = crisp(yOf(view, midi));
    if (isBlack(midi)) ctx.fillRect(view.keys, y, view.width, crisp(yOf(view, midi - 1)) - y);
    else if (midi % 12 === 0 || midi % 12 === 5) lineAcross(ctx, crisp(yOf(view, midi - 1)), view, colours.line);
    ctx.fillStyle = colours["row-black"];
  }
  const { low, high } = scene.roll.parts[part] ?? { low: 0, high: 127 };
  ctx.fillStyle = colours.outside;
  const [above, below] = [yOf(view, high), yOf(view, low - 1)];
  if (above > HEAD) ctx.fillRect(view.keys, HEAD, view.width, above - HEAD);
  if (below < view.height) ctx.fillRect(view.keys, below, view.width, view.height - below);
}

function lineAcross(ctx: CanvasRenderingContext2D, y: number, view: View, colour: string): void {
  ctx.fillStyle = colour;
  ctx.fillRect(view.keys, y, view.width, 1);
}

/** Barlines; beats and grid lines where they are not too dense. */
function paintLines({ ctx, colours, view, scene, crisp }: Brush, step: number): void {
  const [from, to] = [view.left - 4, view.left + across(view)];
  const rule = (position: number, colour: string) => {
    ctx.fillStyle = colour;
    ctx.fillRect(crisp(xOf(view, position)), HEAD, 1, view.height - HEAD - FOOT);
  };
  const bars = barsUpTo(scene.roll.bars, to);
  bars.forEach((bar, i) => {
    const end = bars[i + 1]?.at ?? bar.at + bar.beats / bar.unit;
    if (end < from || bar.at > to) return;
    const lines = (apart: number, colour: string) => {
      if (apart * view.scale < 9) return;
      for (let k = 1; bar.at + k * apart < end - 1e-6; k++) rule(bar.at + k * apart, colour);
    };
    lines(step, colours.line);
    lines(1 / bar.unit, colours.beat);
    rule(bar.at, colours.bar);
  });
}

function paintOthers({ ctx, colours, view, scene }: Brush, part: number): void {
  ctx.fillStyle = colours.other;
  ctx.beginPath();
  for (const note of scene.between(part, view.left, view.left + across(view))) {
    const rect = noteRect(view, note.start, note.length, note.midi);
    ctx.roundRect(rect.x, rect.y + 1, rect.width - 1, rect.height - 2, 3);
  }
  ctx.fill();
}

/** What a note that is only asked for has not got. */
const NOT_YET: Omit<RollNote, "start" | "length" | "midi" | "text"> = {
  place: "", span: [-1, -1], section: 0, boundary: "", spoken: null, lyric: null, verse: 0, breath: false,
};

/** The foreground's notes that are seen, as they are or as they soon will be. */
function* visible({ view, scene, part }: Brush, board: Board): Generator<Drawn> {
  const pending = board.pendingPreview.value;
  const lifted = board.preview.value;
  const reach = pending ? 4 : 0; // a note may have been dragged into sight
  for (const note of scene.between(part, view.left - reach, view.left + across(view) + reach)) {
    if (lifted?.ghosts.has(note)) continue; // it is in the hand, on the overlay
    const ghost: Ghost | undefined = pending?.ghosts.get(note);
    if (ghost?.gone) continue;
    const typed = board.typed.value.get(`${part}:${scene.of(note)?.index}`);
    const now = { ...note, ...ghost };
    const rect = noteRect(view, now.start, now.length, now.midi);
    yield { note, rect, text: typed ?? now.text, pending: ghost !== undefined || typed !== undefined };
  }
  for (const one of pending?.added ?? []) {
    if (one.part !== part) continue;
    const note: RollNote = { ...NOT_YET, ...one };
    yield { note, rect: noteRect(view, one.start, one.length, one.midi), text: one.text, pending: true };
  }
}

function paintNotes({ ctx, colours, view }: Brush, drawn: Drawn[], selected: ReadonlySet<Place>): void {
  const held = (one: Drawn) => one.text === "-";
  const kinds: [string, string, (one: Drawn) => boolean][] = [
    ["note", "note-edge", (one) => !held(one) && !one.pending && !selected.has(one.note.place)],
    ["held", "note-edge", (one) => held(one) && !one.pending && !selected.has(one.note.place)],
    ["pending", "note-edge", (one) => one.pending && !selected.has(one.note.place)],
    ["selected", "selected-edge", (one) => selected.has(one.note.place)],
  ];
  drawn.forEach((one, i) => held(one) && i && paintTie(ctx, drawn[i - 1].rect, one.rect, colours["note-edge"]));
  for (const [fill, edge, wanted] of kinds) {
    ctx.beginPath();
    for (const one of drawn) if (wanted(one)) shape(ctx, one.rect);
    ctx.fillStyle = colours[fill as keyof Colours];
    ctx.fill();
    ctx.strokeStyle = colours[edge as keyof Colours];
    ctx.lineWidth = view.scale < 60 ? 0.5 : fill === "selected" ? 2 : 1;
    ctx.setLineDash(fill === "pending" ? [3, 2] : []);
    ctx.stroke();
  }
  ctx.setLineDash([]);
}

export function shape(ctx: CanvasRenderingContext2D, rect: Rect): void {
  const width = Math.max(rect.width - 1, 2);
  if (width < 5) ctx.rect(rect.x + 0.5, rect.y + 1, width, rect.height - 2);
  else ctx.roundRect(rect.x + 0.5, rect.y + 1.5, width, rect.height - 3, Math.min(4, width / 2));
}

/** From the end of one note to the beginning of the one that holds its syllable on. */
function paintTie(ctx: CanvasRenderingContext2D, from: Rect, to: Rect, colour: string): void {
  ctx.strokeStyle = colour;
  ctx.lineWidth = 2;
  ctx.beginPath();
  ctx.moveTo(from.x + from.width - 1, from.y + from.height / 2);
  ctx.lineTo(to.x + 1, to.y + to.height / 2);
  ctx.stroke();
}

/** Syllables, what they sound like where that differs, and breaths. */
function paintWords({ ctx, colours, view }: Brush, drawn: Drawn[], selected: ReadonlySet<Place>): void {
  const size = Math.min(Math.max(view.row * 0.68, 9), 17);
  const small = Math.max(size * 0.72, 9);
  ctx.textBaseline = "middle";
  ctx.textAlign = "left";
  ctx.lineJoin = "round";
  for (const { note, rect, text, pending } of drawn) {
    const middle = rect.y + rect.height / 2 + 0.5;
    if (note.breath) paintBreath(ctx, rect, colours.breath);
    if (!text || rect.width < 8 || view.row < 9) continue;
    const room = Math.min(size, (rect.width - 2) / Math.max(text.length, 1) + 2);
    ctx.font = `600 ${room}px ${colours.font}`;
    const chosen = selected.has(note.place);
    const left = rect.x + Math.min(5, rect.width * 0.12);
    const write = (words: string, x: number, y: number) => {
      ctx.strokeText(words, x, y); // so that the curve does not cross the letters out
      ctx.fillText(words, x, y);
    };
    ctx.lineWidth = Math.min(view.row / 5, 4);
    ctx.strokeStyle = colours[chosen ? "selected" : pending ? "pending" : text === "-" ? "held" : "note"];
    ctx.fillStyle = chosen ? colours["selected-text"] : colours["note-text"];
    write(text, left, middle);
    if (!note.spoken || pending || rect.width < 14) continue;
    const beside = rect.width > size * 1.3 + small * 2;
    ctx.font = `${small}px ${colours.font}`;
    if (!beside) [ctx.fillStyle, ctx.strokeStyle] = [colours.spoken, colours.row];
    write(`[${note.spoken}]`, beside ? rect.x + size * 1.3 + 5 : rect.x, beside ? middle : rect.y + rect.height + small / 2);
  }
}

function paintBreath(ctx: CanvasRenderingContext2D, rect: Rect, colour: string): void {
  const [x, y] = [rect.x + rect.width - 3, rect.y - 2];
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.5;
  ctx.beginPath();
  ctx.moveTo(x - 4, y - 6);
  ctx.lineTo(x - 1, y);
  ctx.lineTo(x + 3, y - 8);
  ctx.stroke();
}

/** The pitch as it is sung, about one point a pixel. */
function paintCurves({ ctx, colours, view, scene, part }: Brush): void {
  const [fromS, toS] = [scene.seconds(view.left), scene.seconds(view.left + across(view))];
  ctx.strokeStyle = colours.curve;
  ctx.lineWidth = 1.5;
  ctx.lineJoin = "round";
  ctx.beginPath();
  for (const phrase of scene.roll.phrases) {
    const curve = curves.value.get(phrase.key);
    if (!curve || phrase.part !== part || phrase.endS < fromS || phrase.startS > toS) continue;
    const perPixel = (toS - fromS) / (across(view) * view.scale) / curve.hopS;
    const step = Math.max(Math.floor(perPixel), 1);
    const first = Math.max(Math.floor((fromS - phrase.zeroS) / curve.hopS / step) * step, 0);
    const last = Math.min((toS - phrase.zeroS) / curve.hopS + step, curve.pitch.length);
    let drawing = false;
    for (let i = first; i < last; i += step) {
      const pitch = curve.pitch[i];
      if (pitch === null) {
        drawing = false;
        continue;
      }
      const x = xOf(view, scene.position(phrase.zeroS + i * curve.hopS));
      const y = yOf(view, pitch) + view.row / 2;
      if (drawing) ctx.lineTo(x, y);
      else ctx.moveTo(x, y);
      drawing = true;
    }
  }
  ctx.stroke();
}

/** A dot under the note where the text's caret is. */
function paintCaret({ ctx, colours, view, scene, part }: Brush): void {
  const note = scene.atOffset(part, caret.value);
  if (!note) return;
  for (const one of scene.appearances.get(note.place) ?? []) {
    if (one.part !== part) continue;
    const rect = noteRect(view, one.note.start, one.note.length, one.note.midi);
    ctx.fillStyle = colours.caret;
    ctx.fillRect(rect.x, rect.y + rect.height - 2, rect.width, 3);
  }
}
