/** A button that opens a menu, with the keys that menus have. */

import { effect } from "@preact/signals-core";
import { type Child, el } from "./dom";

export interface Entry {
  label: () => string;
  run?: () => void;
  keys?: string;
  /** A menu item that is on or off. */
  checked?: () => boolean;
  /** Something to download. */
  href?: () => string;
}
/** Null: a line between groups; a function: a heading. */
export type Entries = readonly (Entry | null | (() => string))[];

let count = 0;

function item(entry: Entry, close: () => void): HTMLElement {
  const props = {
    role: entry.checked ? "menuitemradio" : "menuitem",
    tabIndex: -1,
    onclick: () => {
      close();
      entry.run?.();
    },
  };
  const children: Child[] = [el("span", {}, entry.label), entry.keys ? el("kbd", {}, entry.keys) : null];
  const { href, checked } = entry;
  const node = href
    ? el("a", { ...props, href: "#", download: "", onpointerdown: (event: Event) => put(event), onfocus: (event: Event) => put(event) }, ...children)
    : el("button", { ...props, type: "button" }, ...children);
  // The address is made when it is wanted: it holds what the song is called now.
  const put = (event: Event) => ((event.currentTarget as HTMLAnchorElement).href = href!());
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
    if (event.key === " " && document.activeElement instanceof HTMLAnchorElement) document.activeElement.click();
    else if (!(event.key in steps)) return;
    event.preventDefault();
    all[(steps[event.key] ?? at) % all.length]?.focus();
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
