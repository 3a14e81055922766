/** Two canvases, one for what stands still and one for what moves, painted at most once a frame and only if needed. */

import { effect } from "@preact/signals-core";
import { caret, curves, language, loop, playheadS, selection, states } from "../state";
import { el } from "../ui/dom";
import { onTheme } from "../ui/on_theme";
import { type Board, look } from "./board";
import { type Colours, coloursOf } from "./colours";
import type { Rect } from "./geometry";
import { paintStill } from "./paint";
import { paintOver } from "./paint_over";

export interface Layers {
  /** The frame that gathers notes, or null. */
  marquee: Rect | null;
  /** Paints the overlay at the next frame. */
  moved(): void;
}

interface Size {
  width: number;
  height: number;
}

const KEYS_WIDE = 52;
const KEYS_NARROW = 38;

export function createLayers(field: HTMLElement, board: Board): Layers {
  const still = el("canvas", { class: "roll-still", "aria-hidden": "true" });
  const over = el("canvas", { class: "roll-over", "aria-hidden": "true" });
  field.prepend(still, over);
  const stillContext = still.getContext("2d", { alpha: false });
  const overContext = over.getContext("2d");
  if (!stillContext || !overContext) throw new Error("no canvas");

  let colours: Colours = coloursOf(field);
  let stale = { still: true, over: true };
  let asked = 0;
  let density = 1;

  function paint(): void {
    asked = 0;
    const scene = board.scene.peek();
    const view = board.view.peek();
    if (!scene || !stillContext || !overContext || view.width < 2) return;
    const part = board.part.peek();
    const crisp = (value: number) => Math.round(value * density) / density;
    if (stale.still) {
      stillContext.setTransform(density, 0, 0, density, 0, 0);
      paintStill({ ctx: stillContext, colours, view, scene, part, crisp }, board);
    }
    if (stale.still || stale.over) {
      overContext.setTransform(density, 0, 0, density, 0, 0);
      overContext.clearRect(0, 0, view.width, view.height);
      const ctx = overContext;
      paintOver({ ctx, colours, view, scene, part }, playheadS.peek(), board.preview.peek(), layers.marquee);
    }
    stale = { still: false, over: false };
  }

  function ask(what: "still" | "over"): void {
    stale[what] = true;
    if (!asked) asked = requestAnimationFrame(paint);
  }

  function resize(width: number, height: number, device: Size): void {
    if (width < 1 || height < 1) return; // hidden
    density = device.width / width;
    for (const canvas of [still, over]) Object.assign(canvas, device);
    const keys = width < 520 ? KEYS_NARROW : KEYS_WIDE;
    look(board, (view) => ({ ...view, width, height, keys }));
    stale = { still: true, over: true };
    paint(); // at once: a resized canvas is empty
  }

  const layers: Layers = { marquee: null, moved: () => ask("over") };
  watchSize(field, resize);
  onTheme(() => {
    colours = coloursOf(field);
    ask("still");
  });
  effect(() => {
    const { scene, view, part, chosen, pendingPreview, typed, preview } = board;
    void [scene.value, view.value, part.value, chosen.value, pendingPreview.value, typed.value];
    void [curves.value, states.value, selection.value, caret.value, language.value, loop.value, preview.value !== null];
    ask("still");
  });
  effect(() => {
    void [playheadS.value, board.preview.value];
    ask("over");
  });
  return layers;
}

/** Calls back with the size in CSS pixels and in the screen's own, where the browser tells it exactly. */
function watchSize(field: HTMLElement, resize: (width: number, height: number, device: Size) => void): void {
  const observer = new ResizeObserver(([entry]) => {
    const { width, height } = entry.contentRect;
    const [exact] = entry.devicePixelContentBoxSize ?? [];
    const ratio = devicePixelRatio;
    resize(width, height, {
      width: exact?.inlineSize ?? Math.round(width * ratio),
      height: exact?.blockSize ?? Math.round(height * ratio),
    });
  });
  try {
    observer.observe(field, { box: "device-pixel-content-box" });
  } catch {
    observer.observe(field);
  }
}
