/** The roll's own row of controls: tool, grid, zoom, part, following. */

import { effect } from "@preact/signals-core";
import { type Props, el } from "../ui/dom";
import { say } from "../words";
import { zoom } from "./actions";
import type { Board, Tool } from "./board";
import { GRIDS } from "./grid";
import { fitSection, fitSong } from "./keys";
import { partName } from "./names";

export function createBar(board: Board): HTMLElement {
  const bar = el("div", { class: "roll-bar", role: "toolbar", "aria-label": () => say("피아노 롤", "Piano roll") });
  if (board.editing) bar.append(toolChooser(board), gridChooser(board));
  bar.append(
    partChooser(board),
    el("span", { class: "roll-gap" }),
    button("가로로 작게", "Zoom out", "-", () => "−", () => zoom(board, 0.8, 1), { class: "roll-button roll-zoom" }),
    button("가로로 크게", "Zoom in", "+", () => "+", () => zoom(board, 1.25, 1), { class: "roll-button roll-zoom" }),
    button("세로로 작게", "Lower rows", "Alt+-", () => "↕−", () => zoom(board, 1, 1 / 1.2), { class: "roll-button roll-rows" }),
    button("세로로 크게", "Higher rows", "Alt++", () => "↕+", () => zoom(board, 1, 1.2), { class: "roll-button roll-rows" }),
    button("구절 보기", "See the section", "9", () => say("구절", "Section"), () => fitSection(board)),
    button("노래 전체 보기", "See the whole song", "0", () => say("전체", "All"), () => fitSong(board)),
    followSwitch(board),
  );
  return bar;
}

/** A button whose face is short, and whose title says what it does and by which key. */
function button(ko: string, en: string, keys: string, face: () => string, act: () => void, more: Props = {}): HTMLElement {
  const title = () => `${say(ko, en)}${keys && ` (${keys})`}`;
  return el("button", { type: "button", class: "roll-button", title, "aria-label": () => say(ko, en), onclick: act, ...more }, face);
}

function toolChooser(board: Board): HTMLElement {
  const one = (tool: Tool, ko: string, en: string, keys: string) => {
    const pressed = () => String(board.tool.value === tool);
    return button(ko, en, keys, () => say(ko, en), () => void (board.tool.value = tool), { "aria-pressed": pressed });
  };
  return el(
    "div",
    { class: "roll-tools roll-wide", role: "group", "aria-label": () => say("도구", "Tool") },
    one("select", "고르기", "Select", "V"),
    one("pencil", "연필", "Pencil", "B"),
  );
}

function gridChooser(board: Board): HTMLElement {
  const grids = el("select", { class: "roll-select roll-wide", "aria-label": () => say("맞춤 칸", "Grid"), title: () => say("끌 때 맞추는 칸 (Alt를 누르면 더 잘게)", "What dragging keeps to (finer with Alt)") });
  const automatic = () => say(`칸: 자동 (${board.grid.value.name})`, `Grid: auto (${board.grid.value.name})`);
  grids.append(el("option", { value: "" }, automatic));
  for (const { name } of GRIDS) {
    const plain = name.replace("T", "");
    grids.append(el("option", { value: name }, () => (plain === name ? name : say(`${plain} 셋잇단`, `${plain} triplet`))));
  }
  grids.addEventListener("change", () => {
    board.chosen.value = GRIDS.find((one) => one.name === grids.value) ?? null;
  });
  return grids;
}

function partChooser(board: Board): HTMLElement {
  const parts = el("select", { class: "roll-select roll-part", "aria-label": () => say("파트", "Part"), title: () => say("고칠 파트", "The part in hand") });
  effect(() => {
    const all = board.scene.value?.roll.parts ?? [];
    parts.hidden = all.length < 2;
    parts.replaceChildren(...all.map((_, i) => el("option", { value: String(i) }, partName(all[i].name, i))));
    parts.value = String(Math.min(board.part.value, all.length - 1));
  });
  parts.addEventListener("change", () => {
    board.part.value = Number(parts.value);
  });
  return parts;
}

function followSwitch(board: Board): HTMLElement {
  const flip = () => void (board.following.value = !board.following.value);
  const pressed = () => String(board.following.value);
  return button("재생을 따라가기", "Follow what plays", "", () => say("따라가기", "Follow"), flip, { "aria-pressed": pressed });
}
