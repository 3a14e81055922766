/** How loud the whole, each part and the backing are. */

import { effect } from "@preact/signals-core";
import { partName } from "../roll/names";
import { roll } from "../state";
import { backingDb, partDb, wholeDb } from "../sound/levels";
import { el } from "../ui/dom";
import { say } from "../words";

const LOWEST_DB = -30; // at the slider's end nothing is heard
const HIGHEST_DB = 12;

export function levelsView(): HTMLElement {
  const rows = el("div", { class: "song-levels" });
  effect(() => {
    const song = roll.value;
    const parts = song && song.parts.length > 1 ? song.parts : [];
    rows.replaceChildren(
      slider(() => say("전체", "All"), () => wholeDb.value, (db) => (wholeDb.value = db)),
      ...parts.map(({ name }, index) =>
        slider(
          () => partName(name, index),
          () => partDb.value.get(index) ?? 0,
          (db) => (partDb.value = new Map(partDb.value).set(index, db)),
        ),
      ),
    );
    if (song?.backing)
      rows.append(slider(() => say("반주", "Backing"), () => backingDb.value, (db) => (backingDb.value = db)));
  });
  return el("details", { class: "song-fold" }, el("summary", {}, () => say("소리 크기", "Levels")), rows);
}

/** Twice clicked, it is as the song has it. */
function slider(name: () => string, get: () => number, set: (db: number) => void): HTMLElement {
  const shown = () => (get() === -Infinity ? say("끔", "off") : `${get() > 0 ? "+" : ""}${get()} dB`);
  const input = el("input", {
    type: "range",
    min: String(LOWEST_DB),
    max: String(HIGHEST_DB),
    step: "1",
    "aria-valuetext": shown,
    oninput: () => set(Number(input.value) === LOWEST_DB ? -Infinity : Number(input.value)),
    ondblclick: () => set(0),
  });
  effect(() => void (input.value = String(Math.max(get(), LOWEST_DB))));
  return el("label", {}, el("span", {}, name), input, el("output", {}, shown));
}
