/** Light and dark: the system's, or as chosen here. */

import { effect, signal } from "@preact/signals-core";
import { remember, remembered } from "../link/drafts";
import { language } from "../state";

export type Theme = "system" | "light" | "dark";
const kept = remembered("theme");
export const theme = signal<Theme>(kept === "light" || kept === "dark" ? kept : "system");

export function followTheme(): void {
  const asked = remembered("language");
  if (asked === "ko" || asked === "en") language.value = asked;
  effect(() => {
    if (theme.value === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme.value;
    remember("theme", theme.value === "system" ? null : theme.value);
  });
  effect(() => void (document.documentElement.lang = language.value));
}

export function speak(chosen: "ko" | "en"): void {
  language.value = chosen;
  remember("language", chosen);
}
