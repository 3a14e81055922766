/** Language and theme: as the song and the system have them, or as chosen here before. */

import { effect, signal } from "@preact/signals-core";
import type { Language } from "../protocol";
import { language } from "../state";
import { el } from "../ui/dom";
import { say } from "../words";

type Theme = "system" | "light" | "dark";
const NEXT: Record<Theme, Theme> = { system: "light", light: "dark", dark: "system" };

export function appearance(song: Language): HTMLElement {
  const kept = recall("language");
  if (kept === "ko" || kept === "en") language.value = kept;
  else if (!navigator.languages.some((one) => one.toLowerCase().startsWith("ko"))) language.value = song === "en" ? "en" : language.value;
  effect(() => void (document.documentElement.lang = language.value));
  const speak = () => {
    language.value = language.value === "ko" ? "en" : "ko";
    keep("language", language.value);
  };
  const languages = el("button", { type: "button", class: "song-quiet", lang: () => say("en", "ko"), onclick: speak }, () => say("English", "한국어"));
  return el("div", { class: "song-appearance" }, languages, themeButton());
}

function themeButton(): HTMLElement {
  const kept = recall("theme");
  const theme = signal<Theme>(kept === "light" || kept === "dark" ? kept : "system");
  effect(() => {
    if (theme.value === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme.value;
    keep("theme", theme.value);
  });
  const names = (): Record<Theme, string> => ({
    system: say("자동 화면", "Auto theme"),
    light: say("밝은 화면", "Light"),
    dark: say("어두운 화면", "Dark"),
  });
  return el("button", { type: "button", class: "song-quiet", onclick: () => (theme.value = NEXT[theme.value]) }, () => names()[theme.value]);
}

function recall(name: string): string | null {
  try {
    return localStorage.getItem(`pychang-song-${name}`);
  } catch {
    return null; // a browser that keeps nothing
  }
}

function keep(name: string, value: string): void {
  try {
    localStorage.setItem(`pychang-song-${name}`, value);
  } catch {
    // it is chosen for this time, then
  }
}
