/** A list to choose from by typing: the command palette, and what can be done about a mistake. */

import { say } from "../words";
import { el } from "./dom";

export interface Item {
  title: string;
  keys?: string;
  run: () => void;
}

export function choose(label: string, items: readonly Item[]): void {
  const before = document.activeElement;
  let found: readonly Item[] = items;
  let at = 0;
  const list = el("ul", { role: "listbox", id: "palette-list", "aria-label": label });
  const field = el("input", {
    type: "text",
    role: "combobox",
    placeholder: label,
    "aria-label": label,
    "aria-controls": "palette-list",
    "aria-expanded": "true",
    autocomplete: "off",
    spellcheck: false,
  });
  const dialog = el("dialog", { class: "palette", "aria-label": label }, field, list);
  const take = (item: Item | undefined) => {
    dialog.close();
    item?.run();
  };
  const mark = (next: number) => {
    at = found.length ? (next + found.length) % found.length : 0;
    [...list.children].forEach((row, index) => row.setAttribute("aria-selected", String(index === at)));
    const row = list.children[at];
    field.setAttribute("aria-activedescendant", row?.id ?? "");
    row?.scrollIntoView({ block: "nearest" });
  };
  const show = () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    found = items.filter((item) => words.every((word) => item.title.toLowerCase().includes(word)));
    const rows = found.map((item, index) =>
      el(
        "li",
        { role: "option", id: `palette-${index}`, onclick: () => take(item), onpointermove: () => index === at || mark(index) },
        el("span", {}, item.title),
        item.keys ? el("kbd", {}, item.keys) : null,
      ),
    );
    list.replaceChildren(...(rows.length ? rows : [el("li", { class: "none" }, say("없습니다", "Nothing"))]));
    mark(0);
  };
  field.addEventListener("input", show);
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown") mark(at + 1);
    else if (event.key === "ArrowUp") mark(at - 1);
    else if (event.key === "Enter") take(found[at]);
    else return;
    event.preventDefault();
  });
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (document.activeElement === document.body && before instanceof HTMLElement) before.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  show();
  field.focus();
}
