/** Settings of the song at hand: a number with steps, a choice. */

import { effect } from "@preact/signals-core";
import { say } from "../words";
import { el } from "./dom";
import { icon } from "./icons";

const PAUSE_MS = 350;

export interface NumberField {
  label: () => string;
  title: () => string;
  /** Null: the song says nothing, and `usual` holds. */
  value: () => number | null;
  usual: number;
  low: number;
  high: number;
  set: (value: number | null) => void;
}

export function numberField({ label, title, value, usual, low, high, set }: NumberField): HTMLElement {
  let timer = 0;
  const field = el("input", {
    type: "number",
    inputMode: "decimal",
    step: "any",
    min: String(low),
    max: String(high),
    placeholder: String(usual),
    "aria-label": label,
    title,
  });
  const show = () => {
    if (!timer && document.activeElement !== field) field.value = value()?.toString() ?? "";
  };
  effect(() => {
    void value();
    show();
  });
  const commit = () => {
    clearTimeout(timer);
    timer = 0;
    const text = field.value.trim();
    const asked = text === "" ? null : Math.min(high, Math.max(low, Number(text)));
    if (asked !== null && !Number.isFinite(asked)) return show();
    if (asked !== value()) set(asked);
  };
  const step = (by: number) => {
    const now = field.value === "" ? usual : Number(field.value);
    field.value = String(Math.min(high, Math.max(low, Math.round(now + by))));
    clearTimeout(timer);
    timer = window.setTimeout(commit, PAUSE_MS); // ten steps are one change
  };
  field.addEventListener("change", commit);
  field.addEventListener("blur", () => (timer ? commit() : show()));
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowUp" || event.key === "ArrowDown") step(event.key === "ArrowUp" ? 1 : -1);
    else if (event.key === "Enter") commit();
    else if (event.key === "Escape") {
      field.value = value()?.toString() ?? "";
      field.blur();
    } else return;
    event.preventDefault();
  });
  const stepper = (by: number, ko: string, en: string) =>
    el(
      "button",
      { type: "button", class: "plain step", tabIndex: -1, "aria-label": () => `${label()} ${say(ko, en)}`, onclick: () => step(by) },
      icon(by < 0 ? "minus" : "plus"),
    );
  return el(
    "div",
    { class: "number" },
    el("span", { class: "field-name", "aria-hidden": "true" }, label),
    stepper(-1, "내리기", "down"),
    field,
    stepper(1, "올리기", "up"),
  );
}

export interface SwitchField {
  label: () => string;
  title: () => string;
  value: () => boolean;
  set: (on: boolean) => void;
  disabled?: () => boolean;
}

export function switchField({ label, title, value, set, disabled = () => false }: SwitchField): HTMLElement {
  const button = el(
    "button",
    { type: "button", class: "switch", role: "switch", title, disabled, onclick: () => set(!value()) },
    el("span", { class: "switch-track", "aria-hidden": "true" }),
    el("span", {}, label),
  );
  effect(() => button.setAttribute("aria-checked", String(value())));
  return button;
}
