/** The roll by mouse, pen and touch. */

import type { RollNote } from "../protocol";
import { selection } from "../state";
import { addNote, reveal } from "./actions";
import { type Board, look, take } from "./board";
import { type Drag, type Point, dragFrame, dragNew, dragNote, dragPaper, dragPlayhead } from "./drag";
import { midiAt, positionAt, showing, zoomed } from "./geometry";
import { type Hit, hitAt, sectionOver } from "./hits";
import type { Layers } from "./layers";
import { tone } from "./tone";

export interface Hands {
  words(note: RollNote): void;
  menu(x: number, y: number): void;
  /** The user looks elsewhere while it plays. */
  strayed(): void;
}

/** Narrower than this, notes are read and their words typed, not dragged. */
const NARROW = 480;
const LONG_PRESS_MS = 500;

export function listenToPointer(field: HTMLElement, board: Board, layers: Layers, hands: Hands): void {
  const fingers = new Map<number, Point>();
  let drag: Drag | null = null;
  let from: Point = { x: 0, y: 0 };
  let at: Point = from;
  let far = false;
  let press = 0;
  let scrolling = 0;

  const point = (event: MouseEvent): Point => {
    const box = field.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const narrow = () => board.view.value.width < NARROW;

  function begin(event: PointerEvent, hit: Hit): Drag | null {
    const editable = board.editing !== null;
    const touch = event.pointerType === "touch";
    if (event.button === 1) return dragPaper(board, from);
    if (event.button !== 0) return null;
    if (hit.zone === "keys") {
      tone(midiAt(board.view.value, from.y));
      return null;
    }
    if (hit.zone === "sections") return pickSection(board, from.x), null;
    if (hit.zone === "ruler" || hit.zone === "phrases") return dragPlayhead(board, from);
    if (hit.zone !== "notes") return touch ? dragPaper(board, from) : null;
    if (hit.note && editable && !narrow() && (!touch || selection.value.has(hit.note.place)))
      return dragNote(board, from, hit.note, hit.edge, event);
    if (hit.note) return tapOr(dragPaper(board, from), () => tap(hit.note as RollNote));
    if (touch) return tapOr(dragPaper(board, from), () => void (selection.value = new Set()));
    return editable && board.tool.value === "pencil" ? dragNew(board, from) : dragFrame(board, layers, from, event);
  }

  function tap(note: RollNote): void {
    take(board, note);
    reveal(board, note);
    if (narrow() && board.editing) hands.words(note);
  }

  function stop(how: "end" | "cancel"): void {
    clearTimeout(press);
    cancelAnimationFrame(scrolling);
    const was = drag;
    drag = null;
    field.dataset.dragging = "";
    if (how === "end") was?.end(far);
    else was?.cancel();
  }

  /** While something is dragged over an edge, the view goes along. */
  function scroll(): void {
    const view = board.view.value;
    const over = (value: number, low: number, high: number) => Math.min(value - low, 0) + Math.max(value - high, 0);
    const [dx, dy] = [over(at.x, view.keys + 24, view.width - 24), over(at.y, 66, view.height - 36)];
    if (drag?.scrolls && far && (dx || dy)) {
      look(board, (now) => ({ ...now, left: now.left + dx / 6 / now.scale, top: now.top - dy / 10 / now.row }));
      drag.move(at, last);
    }
    scrolling = requestAnimationFrame(scroll);
  }
  let last: PointerEvent;

  field.addEventListener("pointerdown", (event) => {
    field.focus({ preventScroll: true });
    from = at = point(event);
    last = event;
    if (event.pointerType === "touch") fingers.set(event.pointerId, at);
    if (fingers.size > 1) return stop("cancel");
    if (event.target instanceof Element && event.target.closest("input, select, button, [role=menu]")) return;
    if (event.button === 1 || event.pointerType === "touch") event.preventDefault(); // no mouse events, which would move the focus
    field.setPointerCapture(event.pointerId);
    far = false;
    drag = begin(event, hitAt(board, at.x, at.y, event.pointerType === "touch" ? 14 : 7));
    if (drag?.scrolls) scrolling = requestAnimationFrame(scroll);
    if (event.pointerType === "touch") press = window.setTimeout(() => longPress(event.clientX, event.clientY), LONG_PRESS_MS);
  });

  function longPress(x: number, y: number): void {
    if (far || !board.editing) return;
    stop("cancel");
    openMenu(x, y);
  }

  field.addEventListener("pointermove", (event) => {
    at = point(event);
    if (fingers.has(event.pointerId) && fingers.size === 2) return pinch(event.pointerId, at);
    board.hover = event.pointerType === "touch" ? null : at;
    if (!drag) return void (field.dataset.cursor = cursor(board, hitAt(board, at.x, at.y)));
    last = event;
    const reach = event.pointerType === "touch" ? 9 : 4;
    if (!far && Math.hypot(at.x - from.x, at.y - from.y) < reach) return;
    if (!far) hands.strayed();
    far = true;
    clearTimeout(press);
    field.dataset.dragging = "yes";
    drag.move(at, event);
  });

  /** Two fingers: what is under them stays under them, across and up. */
  function pinch(id: number, to: Point): void {
    const [other] = [...fingers].filter(([key]) => key !== id).map(([, where]) => where);
    const was = fingers.get(id) as Point;
    fingers.set(id, to);
    const ratio = (now: number, before: number) => (before > 30 && now > 30 ? now / before : 1);
    const byX = ratio(Math.abs(to.x - other.x), Math.abs(was.x - other.x));
    const byY = ratio(Math.abs(to.y - other.y), Math.abs(was.y - other.y));
    const [dx, dy] = [(to.x - was.x) / 2, (to.y - was.y) / 2];
    look(board, (view) => {
      const now = zoomed(view, (was.x + other.x) / 2, (was.y + other.y) / 2, byX, byY);
      return { ...now, left: now.left - dx / now.scale, top: now.top + dy / now.row };
    });
    hands.strayed();
  }

  field.addEventListener("pointerup", (event) => {
    fingers.delete(event.pointerId);
    if (drag) stop("end");
  });
  field.addEventListener("pointercancel", (event) => {
    fingers.delete(event.pointerId);
    stop("cancel");
  });
  field.addEventListener("pointerleave", () => {
    board.hover = null;
  });
  field.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape" || !drag) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      stop("cancel");
    },
    { capture: true },
  );

  field.addEventListener("dblclick", (event) => {
    const where = point(event);
    const hit = hitAt(board, where.x, where.y);
    const position = Math.max(positionAt(board.view.value, where.x), 0);
    const isRuler = hit.zone === "ruler" || hit.zone === "phrases";
    if (isRuler) board.transport.play(Math.max(board.scene.value?.seconds(position) ?? 0, 0));
    else if (hit.note && board.editing) hands.words(hit.note);
    else if (hit.zone === "notes" && board.editing && board.tool.value === "select" && !narrow())
      addNote(board, position, midiAt(board.view.value, where.y));
  });

  function openMenu(x: number, y: number): void {
    if (!board.editing) return;
    const box = field.getBoundingClientRect();
    const { note } = hitAt(board, x - box.left, y - box.top);
    if (note && !selection.value.has(note.place)) take(board, note);
    hands.menu(x, y);
  }
  field.addEventListener("contextmenu", (event) => {
    if (!board.editing) return;
    event.preventDefault();
    if (event.button === 2 || event.pointerType === "touch") openMenu(event.clientX, event.clientY);
    else hands.menu(NaN, NaN); // by key: at the note in hand
  });
  listenToWheel(field, board, point, hands);
}

/** Wheel: up and down, with Shift along; with Ctrl or Cmd (and a pinch on a touchpad) nearer and farther. */
function listenToWheel(field: HTMLElement, board: Board, point: (event: MouseEvent) => Point, hands: Hands): void {
  field.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      hands.strayed();
      const { x, y } = point(event);
      const unit = event.deltaMode === 1 ? 18 : event.deltaMode === 2 ? 300 : 1;
      const [dx, dy] = [event.deltaX * unit, event.deltaY * unit];
      const factor = Math.exp(-Math.max(Math.min(dy, 120), -120) / (event.deltaMode || Math.abs(dy) > 40 ? 500 : 100));
      const high = hitAt(board, x, y).zone !== "notes" && hitAt(board, x, y).zone !== "keys";
      const mod = event.ctrlKey || event.metaKey;
      if (mod && !event.shiftKey) look(board, (view) => zoomed(view, x, y, factor, 1));
      else if (mod || event.altKey) look(board, (view) => zoomed(view, x, y, 1, factor));
      else if (event.shiftKey || high) look(board, (view) => ({ ...view, left: view.left + (dx || dy) / view.scale }));
      else look(board, (view) => ({ ...view, left: view.left + dx / view.scale, top: view.top - dy / view.row }));
    },
    { passive: false },
  );
}

/** Something that may be pushed about, or tapped. */
function tapOr(drag: Drag, tapped: () => void): Drag {
  return { ...drag, end: (far) => (far ? drag.end(far) : tapped()) };
}

function pickSection(board: Board, x: number): void {
  const scene = board.scene.value;
  const index = sectionOver(board, x);
  if (!scene || index < 0) return;
  const section = scene.roll.sections[index];
  const notes = scene.notes(section.part).filter((note) => note.section === index);
  selection.value = new Set(notes.map((note) => note.place));
  const [first] = notes;
  if (!first) return;
  board.focus.value = first;
  look(board, (view) => showing(view, first.start, first.start + first.length, first.midi));
  reveal(board, first);
}

function cursor(board: Board, hit: Hit): string {
  if (hit.zone === "ruler" || hit.zone === "phrases" || hit.zone === "sections" || hit.zone === "keys") return "point";
  if (!board.editing || hit.zone !== "notes") return "";
  if (!hit.note) return board.tool.value === "pencil" ? "draw" : "";
  return hit.edge === "body" ? "move" : "stretch";
}
