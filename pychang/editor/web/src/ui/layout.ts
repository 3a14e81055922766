/** Text and roll side by side, with a bar between them that can be moved; on a narrow screen one at a time. */

import { effect, signal } from "@preact/signals-core";
import { remember, remembered } from "../link/drafts";
import { say } from "../words";
import { el } from "./dom";

const LOW = 15;
const HIGH = 80;
const STEP = 2;
const USUAL = 42;
const NARROW = "(max-width: 800px)";

export type Pane = "text" | "roll" | "listen";
/** Which one is seen on a narrow screen. */
export const pane = signal<Pane>("text");
const media = matchMedia(NARROW);
const narrow = signal(media.matches);
media.addEventListener("change", () => void (narrow.value = media.matches));
export const isNarrow = (): boolean => narrow.value;

export interface Panes {
  main: HTMLElement;
  text: HTMLElement;
  roll: HTMLElement;
  below: HTMLElement;
  listen: HTMLElement;
  tabs: HTMLElement;
}

export function layout(): Panes {
  const text = el("section", { class: "pane text-pane", id: "text", "aria-label": () => say("글", "Text") });
  const roll = el("section", { class: "pane roll-pane", id: "roll", "aria-label": () => say("피아노 롤", "Piano roll") });
  const below = el("section", { class: "below", id: "below", "aria-label": () => say("스펙트로그램", "Spectrogram") });
  const listen = el("section", { class: "listen", id: "listen", "aria-label": () => say("노랫말", "Words") });
  const right = el("div", { class: "right" }, listen, roll, below);
  const main = el("main", { class: "panes" }, text, divider(text, (share) => main.style.setProperty("--split", `${share}%`)), right);
  effect(() => void (document.body.dataset.pane = pane.value));
  return { main, text, roll, below, listen, tabs: tabs({ text, roll, listen }) };
}

function divider(left: HTMLElement, moved: (share: number) => void): HTMLElement {
  const kept = Number(remembered("split")) || USUAL;
  const bar = el("div", {
    class: "divider",
    role: "separator",
    tabIndex: 0,
    "aria-orientation": "vertical",
    "aria-controls": left.id,
    "aria-valuemin": LOW,
    "aria-valuemax": HIGH,
    "aria-label": () => say("글과 피아노 롤의 너비", "Width of text and piano roll"),
  });
  let share = kept;
  const put = (asked: number) => {
    share = Math.min(HIGH, Math.max(LOW, asked));
    moved(share);
    bar.setAttribute("aria-valuenow", String(Math.round(share)));
    remember("split", share.toFixed(1));
  };
  queueMicrotask(() => put(kept));
  bar.addEventListener("pointerdown", (event) => {
    bar.setPointerCapture(event.pointerId);
    event.preventDefault();
    bar.focus();
  });
  bar.addEventListener("pointermove", (event) => {
    if (!bar.hasPointerCapture(event.pointerId)) return;
    const all = bar.parentElement!.getBoundingClientRect();
    put(((event.clientX - all.left) / all.width) * 100);
  });
  bar.addEventListener("dblclick", () => put(USUAL));
  bar.addEventListener("keydown", (event) => {
    const steps: Record<string, number> = { ArrowLeft: share - STEP, ArrowRight: share + STEP, Home: LOW, End: HIGH, Enter: USUAL };
    if (!(event.key in steps)) return;
    event.preventDefault();
    put(steps[event.key]);
  });
  return bar;
}

function tabs(panes: Record<Pane, HTMLElement>): HTMLElement {
  const names: Record<Pane, () => string> = {
    text: () => say("글", "Text"),
    roll: () => say("피아노 롤", "Roll"),
    listen: () => say("듣기", "Listen"),
  };
  const order = Object.keys(names) as Pane[];
  const buttons = order.map((one) => {
    const button = el("button", { type: "button", role: "tab", "aria-controls": panes[one].id, onclick: () => void (pane.value = one) }, names[one]);
    effect(() => {
      button.setAttribute("aria-selected", String(pane.value === one));
      button.tabIndex = pane.value === one ? 0 : -1;
    });
    return button;
  });
  const list = el("nav", { class: "tabs", role: "tablist", "aria-label": () => say("보기", "Views") }, ...buttons);
  list.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by) return;
    const next = (order.indexOf(pane.value) + by + order.length) % order.length;
    pane.value = order[next];
    buttons[next].focus();
  });
  return list;
}
