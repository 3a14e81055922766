/** The words as they are sung, in lines, going along with the playhead: what a phone shows while listening. */

import { effect } from "@preact/signals-core";
import type { Roll, RollNote } from "../protocol";
import { secondsAt } from "../song_clock";
import { playheadS, playing, roll, type Transport } from "../state";
import { say } from "../words";
import { el } from "./dom";

interface Sung {
  at: number;
  end: number;
  node: HTMLElement;
}

/** A line ends where the singer rests, and at the latest after so many syllables. */
const LONGEST_LINE = 18;
const REST = 1 / 16; // whole notes

function linesOf(notes: readonly RollNote[]): RollNote[][] {
  const lines: RollNote[][] = [];
  let line: RollNote[] = [];
  let end = -Infinity;
  for (const note of notes) {
    const last = line.at(-1);
    const rests = note.start - end > REST;
    if (last && (note.section !== last.section || rests || note.boundary === "|" || (line.length >= LONGEST_LINE && note.boundary === " "))) {
      lines.push(line);
      line = [];
    }
    line.push(note);
    end = note.start + note.length;
  }
  return line.length ? [...lines, line] : lines;
}

function syllables(song: Roll, line: readonly RollNote[], seek: (s: number) => void): { nodes: Node[]; sung: Sung[] } {
  const sung: Sung[] = [];
  const nodes: Node[] = [];
  for (const note of line) {
    const at = secondsAt(song.clock, note.start);
    const end = secondsAt(song.clock, note.start + note.length);
    if (note.text === "-" && sung.length) {
      sung[sung.length - 1].end = end;
      continue;
    }
    if (nodes.length && note.boundary) nodes.push(document.createTextNode(" "));
    const node = el("span", { class: "syllable", onclick: () => seek(at) }, note.text || "·");
    nodes.push(node);
    sung.push({ at, end, node });
  }
  return { nodes, sung };
}

/** `isSeen`: nothing is laid out for a view that nobody sees. */
export function wordsView(host: HTMLElement, transport: Transport, isSeen: () => boolean): void {
  const sheet = el("div", { class: "words-sheet", lang: "ko" });
  host.append(sheet);
  let all: Sung[] = [];
  effect(() => {
    if (!isSeen()) return;
    const song = roll.value;
    all = [];
    const rows: Node[] = [];
    for (const part of song?.parts ?? []) {
      if (song!.parts.length > 1 && part.name) rows.push(el("h2", {}, part.name));
      let section = -1;
      for (const line of linesOf(part.notes)) {
        if (line[0].section !== section) {
          section = line[0].section;
          const named = song!.sections[section]?.name;
          if (named) rows.push(el("h3", {}, named));
        }
        const { nodes, sung } = syllables(song!, line, (s) => transport.seek(s));
        all.push(...sung);
        rows.push(el("p", {}, ...nodes));
      }
    }
    sheet.replaceChildren(...(rows.length ? rows : [el("p", { class: "hint" }, say("아직 부를 것이 없습니다.", "There is nothing to sing yet."))]));
  });
  let lit: Element[] = [];
  effect(() => {
    const now = playheadS.value;
    if (playing.value === "stopped" || !isSeen()) return void (lit.forEach((one) => one.classList.remove("now")), (lit = []));
    const next = all.filter((one) => one.at <= now && now < one.end).map((one) => one.node);
    if (next.length === lit.length && next.every((one, index) => one === lit[index])) return;
    lit.forEach((one) => one.classList.remove("now"));
    next.forEach((one) => one.classList.add("now"));
    lit = next;
    next[0]?.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  });
}
