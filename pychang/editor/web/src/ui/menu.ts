/** A button that opens a menu, with the keys that menus have. */

import { effect } from "@preact/signals-core";
import { type Child, el } from "./dom";

export interface Entry {
  label: () => string;
  run: () => void;
  keys?: string;
  /** Whether it is the one of its group that holds. */
  checked?: () => boolean;
}
/** Null: a line between groups; a function: a heading. */
export type Entries = readonly (Entry | null | (() => string))[];

let count = 0;

function item({ label, run, keys, checked }: Entry, close: () => void): HTMLElement {
  const pressed = () => {
    close();
    run();
  };
  const role = checked ? "menuitemradio" : "menuitem";
  const node = el(
    "button",
    { type: "button", role, tabIndex: -1, onclick: pressed },
    el("span", {}, label),
    keys ? el("kbd", {}, keys) : null,
  );
  if (checked) effect(() => node.setAttribute("aria-checked", String(checked())));
  return node;
}

export function menu(label: () => string, face: Child[], entries: Entries): HTMLElement[] {
  const id = `menu-${++count}`;
  const close = () => list.hidePopover();
  const list = el(
    "div",
    { id, class: "menu", role: "menu", popover: "auto", "aria-label": label },
    ...entries.map((one) =>
      one === null ? el("hr") : typeof one === "function" ? el("p", { class: "menu-head" }, one) : item(one, close),
    ),
  );
  const button = el(
    "button",
    { type: "button", "aria-haspopup": "menu", "aria-expanded": "false", "aria-label": label, title: label, popoverTargetElement: list },
    ...face,
  );
  list.addEventListener("toggle", (event) => {
    const isOpen = (event as ToggleEvent).newState === "open";
    button.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) return;
    place(list, button);
    items()[0]?.focus();
  });
  const items = () => [...list.querySelectorAll<HTMLElement>("[role^=menuitem]")];
  list.addEventListener("keydown", (event) => {
    const all = items();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const steps: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1 + all.length, Home: 0, End: all.length - 1 };
    if (event.key === "Tab") close();
    if (!(event.key in steps)) return;
    event.preventDefault();
    all[steps[event.key] % all.length]?.focus();
  });
  return [button, list];
}

/** Under its button, and wholly on the screen. */
function place(list: HTMLElement, button: HTMLElement): void {
  const from = button.getBoundingClientRect();
  const { offsetWidth } = list;
  list.style.top = `${from.bottom + 4}px`;
  list.style.left = `${Math.max(8, Math.min(from.left, innerWidth - offsetWidth - 8))}px`;
  list.style.maxHeight = `${innerHeight - from.bottom - 16}px`;
}
