/** The roll's own row of controls: tool, grid, zoom, part, following. */

import { effect } from "@preact/signals-core";
import { el } from "../ui/dom";
import { say } from "../words";
import { zoom } from "./actions";
import type { Board } from "./board";
import { GRIDS } from "./grid";
import { fitSection, fitSong } from "./keys";

export function createBar(board: Board): HTMLElement {
  const bar = el("div", { class: "roll-bar", role: "toolbar", "aria-label": () => say("피아노 롤", "Piano roll") });
  if (board.editing) bar.append(toolChooser(board), gridChooser(board));
  bar.append(partChooser(board));
  const button = (text: string, ko: string, en: string, keys: string, act: () => void, also = "") =>
    el("button", { type: "button", class: `roll-button ${also}`, title: () => `${say(ko, en)} (${keys})`, "aria-label": () => say(ko, en), onclick: act }, text);
  bar.append(
    el("span", { class: "roll-gap" }),
    button("−", "가로로 작게", "Zoom out", "-", () => zoom(board, 0.8, 1)),
    button("+", "가로로 크게", "Zoom in", "+", () => zoom(board, 1.25, 1)),
    button("↕−", "세로로 작게", "Lower rows", "Alt+-", () => zoom(board, 1, 1 / 1.2), "roll-wide"),
    button("↕+", "세로로 크게", "Higher rows", "Alt++", () => zoom(board, 1, 1.2), "roll-wide"),
    el("button", { type: "button", class: "roll-button", title: () => `${say("구간 보기", "See the section")} (9)`, onclick: () => fitSection(board) }, () => say("구간", "Section")),
    el("button", { type: "button", class: "roll-button", title: () => `${say("노래 전체 보기", "See the whole song")} (0)`, onclick: () => fitSong(board) }, () => say("전체", "Whole song")),
    followSwitch(board),
  );
  return bar;
}

function toolChooser(board: Board): HTMLElement {
  const one = (tool: "select" | "pencil", ko: string, en: string, keys: string) =>
    el(
      "button",
      { type: "button", class: "roll-button", title: () => `${say(ko, en)} (${keys})`, "aria-pressed": () => String(board.tool.value === tool), onclick: () => void (board.tool.value = tool) },
      () => say(ko, en),
    );
  return el(
    "div",
    { class: "roll-tools roll-wide", role: "group", "aria-label": () => say("도구", "Tool") },
    one("select", "고르기", "Select", "V"),
    one("pencil", "연필", "Pencil", "B"),
  );
}

function gridChooser(board: Board): HTMLElement {
  const grids = el("select", { class: "roll-select roll-wide", "aria-label": () => say("맞춤 칸", "Grid") });
  grids.append(el("option", { value: "" }, () => say(`칸: 자동 (${board.grid.value.name})`, `Grid: auto (${board.grid.value.name})`)));
  for (const grid of GRIDS)
    grids.append(el("option", { value: grid.name }, () => (grid.name.endsWith("T") ? say(`${grid.name.slice(0, -1)} 셋잇단`, `${grid.name.slice(0, -1)} triplet`) : grid.name)));
  grids.addEventListener("change", () => {
    board.chosen.value = GRIDS.find((one) => one.name === grids.value) ?? null;
  });
  return grids;
}

function partChooser(board: Board): HTMLElement {
  const parts = el("select", { class: "roll-select", "aria-label": () => say("성부", "Part") });
  effect(() => {
    const all = board.scene.value?.roll.parts ?? [];
    parts.hidden = all.length < 2;
    parts.replaceChildren(...all.map((part, i) => el("option", { value: String(i) }, part.name || say(`성부 ${i + 1}`, `Part ${i + 1}`))));
    parts.value = String(Math.min(board.part.value, all.length - 1));
  });
  parts.addEventListener("change", () => {
    board.part.value = Number(parts.value);
  });
  return parts;
}

function followSwitch(board: Board): HTMLElement {
  return el(
    "button",
    {
      type: "button",
      class: "roll-button",
      title: () => say("재생할 때 화면이 따라갑니다", "The view goes along while playing"),
      "aria-pressed": () => String(board.following.value),
      onclick: () => void (board.following.value = !board.following.value),
    },
    () => say("따라가기", "Follow"),
  );
}
