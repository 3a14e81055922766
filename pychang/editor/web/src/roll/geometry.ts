/** Where things lie on the piano roll's canvas, in CSS pixels; pure. */

/** What is seen: `left` whole notes at the keys' right edge, the upper edge of MIDI note `top` under the head. */
export interface View {
  left: number;
  top: number;
  /** Pixels a whole note; pixels a semitone. */
  scale: number;
  row: number;
  width: number;
  height: number;
  /** Pixels of the keys at the left. */
  keys: number;
}

export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

export type Edge = "start" | "end" | "body";
export type Zone = "keys" | "sections" | "ruler" | "phrases" | "notes" | "phones" | "outside";

export const SECTIONS = 20;
export const RULER = 20;
export const PHRASES = 10;
export const HEAD = SECTIONS + RULER + PHRASES;
export const FOOT = 18;
export const LOWEST = 24;
export const HIGHEST = 108;
export const SCALES = { low: 24, high: 3200 };
export const ROWS = { low: 6, high: 48 };

const within = (value: number, low: number, high: number) => Math.min(Math.max(value, low), Math.max(low, high));

export const xOf = (view: View, position: number): number => view.keys + (position - view.left) * view.scale;
export const yOf = (view: View, midi: number): number => HEAD + (view.top - midi) * view.row;
export const positionAt = (view: View, x: number): number => view.left + (x - view.keys) / view.scale;
export const midiAt = (view: View, y: number): number => Math.ceil(view.top - (y - HEAD) / view.row);
export const fieldHeight = (view: View): number => Math.max(view.height - HEAD - FOOT, 1);
export const fieldWidth = (view: View): number => Math.max(view.width - view.keys, 1);
/** Whole notes across; semitones from top to bottom. */
export const across = (view: View): number => fieldWidth(view) / view.scale;
export const down = (view: View): number => fieldHeight(view) / view.row;

export function noteRect(view: View, start: number, length: number, midi: number): Rect {
  const x = xOf(view, start);
  return { x, y: yOf(view, midi), width: Math.max(length * view.scale, 2), height: view.row };
}

export function zoneAt(view: View, x: number, y: number): Zone {
  if (x < 0 || y < 0 || x > view.width || y > view.height) return "outside";
  if (x < view.keys) return "keys";
  if (y < SECTIONS) return "sections";
  if (y < SECTIONS + RULER) return "ruler";
  if (y < HEAD) return "phrases";
  return y < view.height - FOOT ? "notes" : "phones";
}

/** Which handle of a note is at `x`; a slim note keeps a third for its body. */
export function edgeAt(rect: Rect, x: number, reach: number): Edge {
  const handle = Math.min(reach, rect.width / 3);
  if (x < rect.x + handle) return "start";
  return x > rect.x + rect.width - handle ? "end" : "body";
}

export const inside = (rect: Rect, x: number, y: number): boolean =>
  x >= rect.x && x <= rect.x + rect.width && y >= rect.y && y <= rect.y + rect.height;

export const touching = (a: Rect, b: Rect): boolean =>
  a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height;

/** The rectangle between two corners. */
export const between = (x0: number, y0: number, x1: number, y1: number): Rect => ({
  x: Math.min(x0, x1),
  y: Math.min(y0, y1),
  width: Math.abs(x1 - x0),
  height: Math.abs(y1 - y0),
});

/** The view, kept to the song (`length` whole notes and a bit to add to) and to the keyboard. */
export function kept(view: View, length: number): View {
  const scale = within(view.scale, SCALES.low, SCALES.high);
  const row = within(view.row, ROWS.low, ROWS.high);
  const sized = { ...view, scale, row };
  const left = within(view.left, 0, length + 1 - across(sized) * 0.9);
  return { ...sized, left, top: within(view.top, LOWEST + down(sized) - 1, HIGHEST) };
}

/** Zoomed so that what is under (`x`, `y`) stays there. */
export function zoomed(view: View, x: number, y: number, byX: number, byY: number): View {
  const scale = within(view.scale * byX, SCALES.low, SCALES.high);
  const row = within(view.row * byY, ROWS.low, ROWS.high);
  const left = positionAt(view, x) - (x - view.keys) / scale;
  const top = view.top - (y - HEAD) / view.row + (y - HEAD) / row;
  return { ...view, scale, row, left, top };
}

/** From `start` to `end` across the width, and `low` to `high` in the middle of the height. */
export function fitted(view: View, start: number, end: number, low: number, high: number): View {
  const scale = within(fieldWidth(view) / Math.max(end - start, 0.25) / 1.02, SCALES.low, SCALES.high);
  const row = within(fieldHeight(view) / (high - low + 5), 12, 24);
  const top = (high + low) / 2 + fieldHeight(view) / row / 2;
  return { ...view, scale, row, left: start, top };
}

/** The view moved no more than it must so that a note is seen with some room around. */
export function showing(view: View, start: number, end: number, midi: number): View {
  const room = across(view);
  const tall = down(view);
  let { left, top } = view;
  if (end > left + room * 0.95) left = end - room * 0.7;
  if (start < left + room * 0.02) left = start - room * 0.2;
  if (midi > top - 1) top = midi + 2;
  if (midi < top - tall + 1) top = midi + tall - 2;
  return { ...view, left, top };
}
