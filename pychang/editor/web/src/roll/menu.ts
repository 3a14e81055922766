/** The menu of what can be done to the notes in hand. */

import type { RollNote } from "../protocol";
import { el } from "../ui/dom";
import { say } from "../words";
import { ACTIONS } from "./actions";
import type { Board } from "./board";

const ITEM = { class: "roll-menu-item", role: "menuitem", type: "button", tabIndex: -1 };

/** Opened at a point of the window; the focus goes back to the field when it closes. */
export function openMenu(field: HTMLElement, board: Board, x: number, y: number, words: (note: RollNote) => void): void {
  const menu = el("div", { class: "roll-menu", role: "menu", popover: "manual", "aria-label": say("음표", "Notes") });
  for (const action of ACTIONS) {
    const item = el(
      "button",
      { ...ITEM, "data-action": action.name, "aria-disabled": String(!action.possible(board)) },
      el("span", {}, action.title()),
      el("kbd", {}, action.keys),
    );
    item.addEventListener("click", () => {
      if (!action.possible(board)) return;
      close();
      action.run(board, words);
    });
    menu.append(item);
  }
  function close(): void {
    menu.remove();
    window.removeEventListener("pointerdown", outside, { capture: true });
    window.removeEventListener("blur", close);
    field.focus({ preventScroll: true });
  }
  const outside = (event: Event) => menu.contains(event.target as Node) || close();
  menu.addEventListener("keydown", (event) => walkMenu(menu, event, close));
  menu.addEventListener("contextmenu", (event) => event.preventDefault());
  for (const old of document.querySelectorAll(".roll-menu")) old.remove();
  window.addEventListener("pointerdown", outside, { capture: true }); // no light dismissal: a long press ends after it opens
  window.addEventListener("blur", close);
  document.body.append(menu);
  menu.showPopover();
  const room = (value: number, size: number, all: number) => Math.max(4, Math.min(value, all - size - 4));
  menu.style.left = `${room(x, menu.offsetWidth, innerWidth)}px`;
  menu.style.top = `${room(y, menu.offsetHeight, innerHeight)}px`;
  items(menu)[0]?.focus();
}

const items = (menu: HTMLElement) => [...menu.querySelectorAll<HTMLElement>("[role=menuitem]:not([aria-disabled=true])")];

function walkMenu(menu: HTMLElement, event: KeyboardEvent, close: () => void): void {
  event.stopPropagation();
  const all = items(menu);
  const here = all.indexOf(document.activeElement as HTMLElement);
  const steps: Record<string, number> = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: all.length - 1 };
  if (event.key === "Tab" || event.key === "Escape") {
    event.preventDefault();
    return close();
  }
  if (!(event.key in steps)) return;
  event.preventDefault();
  all.at(steps[event.key] % all.length)?.focus();
}
