/** The words running along: what is sung is marked, a click on a word plays from there. */

import { effect, signal } from "@preact/signals-core";
import { partName } from "../roll/names";
import { EARLY_S } from "../song_clock";
import { playheadS, playing, roll, type Transport } from "../state";
import { say } from "../words";
import { el } from "./dom";
import { hasWords, type Line, lyricLines, type Syllable } from "./lyrics";

/** A syllable on the page. */
interface Shown extends Syllable {
  node: HTMLElement;
  word: HTMLElement;
  line: HTMLElement;
}

/** `isSeen`: nothing is laid out for a view that nobody sees. */
export function wordsView(transport: Transport, isSeen = () => true): HTMLElement {
  const part = signal(0);
  const list = el("div", { class: "words-lines", lang: "ko", "aria-label": () => say("노랫말", "Words"), role: "group" });
  let shown: Shown[] = [];
  effect(() => {
    const song = roll.value;
    if (!song || !isSeen()) return;
    if (!song.parts[part.value]) part.value = 0;
    shown = fill(list, lyricLines(song, part.value), transport);
  });
  followWords(list, () => shown);
  moveByKeys(list);
  return el("section", { class: "words" }, partChoice(part), list);
}

/** Which part's words, where several have some. */
function partChoice(part: { value: number }): HTMLElement {
  const select = el("select", { onchange: () => (part.value = Number(select.value)) });
  const label = el("label", { class: "song-choice" }, el("span", {}, () => say("노랫말", "Words")), select);
  effect(() => {
    const song = roll.value;
    const sung = (song?.parts ?? []).map((_, index) => index).filter((index) => hasWords(song!, index));
    select.replaceChildren(...sung.map((index) => el("option", { value: String(index) }, partName(song!.parts[index].name, index))));
    select.value = String(part.value);
    label.hidden = sung.length < 2;
    if (sung.length > 0 && !sung.includes(part.value)) part.value = sung[0];
  });
  return label;
}

function fill(list: HTMLElement, lines: Line[], transport: Transport): Shown[] {
  const shown: Shown[] = [];
  list.replaceChildren();
  if (!lines.length) list.append(el("p", { class: "hint" }, say("아직 노랫말이 없습니다.", "There are no words yet.")));
  for (const { section, words } of lines) {
    if (section) list.append(el("h3", {}, section));
    const line = el("p", { class: "words-line" });
    for (const syllables of words) {
      const word = el("button", { type: "button", class: "word", tabIndex: -1, onclick: () => transport.play(syllables[0].startS - EARLY_S) });
      for (const one of syllables) {
        const node = el("span", {}, one.text);
        word.append(node);
        shown.push({ ...one, node, word, line });
      }
      line.append(word, " ");
    }
    list.append(line);
  }
  const first = list.querySelector<HTMLElement>(".word");
  if (first) first.tabIndex = 0;
  return shown;
}

/** Marks what is heard, and keeps it in sight while the song plays. */
function followWords(list: HTMLElement, shown: () => Shown[]): void {
  let marked: Shown | undefined;
  effect(() => {
    void roll.value;
    const s = playheadS.value + EARLY_S;
    const all = shown();
    const now = playing.value === "stopped" && playheadS.value === 0 ? undefined : sungAt(all, s);
    if (now === marked) return;
    if (marked?.line !== now?.line) {
      marked?.line.classList.remove("is-now");
      now?.line.classList.add("is-now");
      if (now && playing.value !== "stopped") bringIntoSight(list, now.line);
    }
    marked?.node.classList.remove("is-now");
    now?.node.classList.add("is-now");
    marked = now;
  });
}

/** The syllable that began last, as long as it lasts and a moment longer. */
function sungAt(all: Shown[], s: number): Shown | undefined {
  let low = 0;
  let high = all.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (all[middle].startS <= s) low = middle + 1;
    else high = middle;
  }
  const found = all[low - 1];
  return found && s < Math.max(found.endS + 1, all[low]?.startS - 1 || 0) ? found : undefined;
}

function bringIntoSight(list: HTMLElement, line: HTMLElement): void {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const top = line.offsetTop - list.offsetTop - list.clientHeight / 2 + line.offsetHeight / 2;
  list.scrollTo({ top, behavior: calm ? "auto" : "smooth" });
}

/** One stop for the Tab key; arrows go from word to word. */
function moveByKeys(list: HTMLElement): void {
  const words = () => [...list.querySelectorAll<HTMLElement>(".word")];
  list.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -1, ArrowDown: 1 }[event.key];
    const all = words();
    const at = all.indexOf(document.activeElement as HTMLElement);
    if (!by || at < 0) return;
    event.preventDefault();
    const line = all[at].parentElement;
    const isLineStep = event.key === "ArrowUp" || event.key === "ArrowDown";
    let to = at + by;
    while (isLineStep && all[to] && all[to].parentElement === line) to += by;
    all[to]?.focus();
  });
  list.addEventListener("focusin", (event) => {
    for (const word of words()) word.tabIndex = word === event.target ? 0 : -1;
  });
}
