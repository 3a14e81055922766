/** What the page has to tell: notices that go away, and banners that stay as long as something is so. */

import { say } from "../words";
import { el } from "./dom";
import { icon } from "./icons";

const SHOWN_MS = 5000;
const PER_CHARACTER_MS = 60;

const notices = el("div", { class: "notices", role: "status", "aria-live": "polite" });
const banners = el("div", { class: "banners" });

export function mountNotices(): { notices: HTMLElement; banners: HTMLElement } {
  return { notices, banners };
}

export interface Button {
  label: string;
  run: () => void;
}

/** A short notice; one with a button, or one that is lasting, stays until it is closed. Returns what takes it away. */
export function notify(text: string, kind: "plain" | "bad" | "lasting" = "plain", button?: Button): () => void {
  for (const old of notices.children) if (old.querySelector("p")?.textContent === text) old.remove();
  const remove = () => notice.remove();
  const notice = el(
    "div",
    { class: `notice ${kind}`, role: kind === "bad" ? "alert" : "" },
    el("p", {}, text),
    button ? el("button", { type: "button", onclick: () => (remove(), button.run()) }, button.label) : null,
    el("button", { class: "plain", type: "button", "aria-label": say("닫기", "Close"), onclick: remove }, icon("close")),
  );
  notices.append(notice);
  if (!button && kind !== "lasting") setTimeout(remove, SHOWN_MS + text.length * PER_CHARACTER_MS);
  return remove;
}

export interface Banner {
  id: string;
  text: string;
  kind?: "plain" | "bad";
  buttons?: readonly Button[];
}

/** Shows a banner, or takes the one of this name away. */
export function banner(id: string, shown: Omit<Banner, "id"> | null): void {
  const old = [...banners.children].find((one) => (one as HTMLElement).dataset.id === id);
  if (!shown) return old?.remove();
  const fresh = el(
    "div",
    { class: `banner ${shown.kind ?? "plain"}`, role: "alert", "data-id": id },
    icon(shown.kind === "bad" ? "error" : "warning"),
    el("p", {}, shown.text),
    ...(shown.buttons ?? []).map((one) => el("button", { type: "button", onclick: one.run }, one.label)),
  );
  if (old) old.replaceWith(fresh);
  else banners.append(fresh);
}
