/** Elements in one call: `el("button", { class: "quiet", onclick: save }, () => say("저장", "Save"))`. */

import { effect } from "@preact/signals-core";

/** A function is read again whenever a signal in it changes. */
export type Child = Node | string | number | null | undefined | false | (() => string | number);
export type Props = Record<string, unknown>;

function put(node: Element, name: string, value: unknown): void {
  if (name === "class") node.className = String(value);
  else if (name.startsWith("on")) node.addEventListener(name.slice(2), value as EventListener);
  else if (name in node && !name.includes("-")) (node as unknown as Props)[name] = value;
  else if (value === null || value === undefined || value === false) node.removeAttribute(name);
  else node.setAttribute(name, value === true ? "" : String(value));
}

function child(one: Exclude<Child, null | undefined | false>): Node {
  if (one instanceof Node) return one;
  if (typeof one !== "function") return document.createTextNode(String(one));
  const text = document.createTextNode("");
  effect(() => void (text.data = String(one())));
  return text;
}

export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  node.append(...children.filter((one) => one !== null && one !== undefined && one !== false).map(child));
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === "function" && !name.startsWith("on")) effect(() => put(node, name, value()));
    else put(node, name, value);
  }
  return node;
}

/** Whether keys belong to what has the focus: a field, the text. */
export function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest("[contenteditable=true]")) return true;
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "button", "range"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** Whether Space and Enter press what has the focus. */
export function isPressed(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("button, a, summary, select, input, dialog, [role=menu]") !== null;
}
