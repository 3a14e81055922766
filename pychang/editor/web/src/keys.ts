/** Keys that hold wherever the focus is; the text and the roll have their own before these. */

import { isPressed, takesText } from "./ui/dom";

export interface Keys {
  save: () => void;
  toggle: () => void;
  loop: () => void;
  undo: () => void;
  redo: () => void;
  palette: () => void;
  help: () => void;
  nextProblem: (back: boolean) => void;
  otherPane: () => void;
}

const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

export function listen(keys: Keys): void {
  addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const mod = isMac ? event.metaKey : event.ctrlKey;
    const name = nameOf(event);
    if (mod && name === "s" && !event.shiftKey && !event.altKey) {
      event.preventDefault(); // the browser's own saving is never what is meant
      if (!isAsking()) keys.save();
      return;
    }
    const run = isAsking() ? null : meant(event, mod, name, keys);
    if (!run) return;
    event.preventDefault();
    run();
  });
}

const isAsking = () => document.querySelector("dialog[open]") !== null;

/** A letter by its place on the keyboard where the key gives none: while Hangul is typed. */
function nameOf(event: KeyboardEvent): string {
  if (/^[a-z]$/i.test(event.key)) return event.key.toLowerCase();
  const place = /^Key([A-Z])$/.exec(event.code);
  return place ? place[1].toLowerCase() : event.key;
}

function meant(event: KeyboardEvent, mod: boolean, name: string, keys: Keys): (() => void) | null {
  if (name === "F1" || (mod && event.shiftKey && name === "p")) return keys.palette;
  if (name === "F8") return () => keys.nextProblem(event.shiftKey);
  if (name === "F6") return keys.otherPane;
  if (takesText(event.target)) return null;
  if (mod && name === "z") return event.shiftKey ? keys.redo : keys.undo;
  if (mod && name === "y") return keys.redo;
  if (mod || event.altKey || event.metaKey) return null;
  if (name === "?") return keys.help;
  if (name === "l") return keys.loop;
  if (name === " " && !isPressed(event.target)) return keys.toggle;
  return null;
}
