/** Two languages, side by side where they are used. */

import { language } from "./state";

export function say(ko: string, en: string): string {
  return language.value === "ko" ? ko : en;
}
