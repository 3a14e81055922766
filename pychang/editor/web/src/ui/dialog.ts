/** Questions and lists, in a `<dialog>`: Escape and the cross mean "nothing". */

import { say } from "../words";
import { type Child, el } from "./dom";
import { icon } from "./icons";

export interface Choice<T> {
  value: T;
  label: string;
  /** What a person most likely wants; what takes something away. */
  kind?: "main" | "danger";
}

export interface Question<T> {
  title: string;
  body: Child[];
  choices: readonly Choice<T>[];
  wide?: boolean;
  /** When it is shown, for what must be measured. */
  opened?: (dialog: HTMLDialogElement) => void;
}

/** The choice; null if it was closed. */
export function ask<T>({ title, body, choices, wide, opened }: Question<T>): Promise<T | null> {
  return new Promise((done) => {
    let chosen: T | null = null;
    const before = document.activeElement;
    const heading = el("h2", { id: `dialog-${++count}` }, title);
    const close = el("button", { class: "plain", type: "button", "aria-label": say("닫기", "Close"), onclick: () => dialog.close() }, icon("close"));
    const buttons = choices.map((one) =>
      el(
        "button",
        {
          type: "button",
          class: one.kind ?? "",
          autofocus: one.kind === "main",
          onclick: () => {
            chosen = one.value;
            dialog.close();
          },
        },
        one.label,
      ),
    );
    const dialog = el(
      "dialog",
      { class: wide ? "wide" : "", "aria-labelledby": heading.id },
      el("header", {}, heading, close),
      el("div", { class: "body" }, ...body),
      buttons.length ? el("footer", {}, ...buttons) : null,
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (before instanceof HTMLElement) before.focus();
      done(chosen);
    });
    document.body.append(dialog);
    dialog.showModal();
    opened?.(dialog);
  });
}

let count = 0;
