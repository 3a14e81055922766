/** The whole song as a WAV file, sung here. */

import { effect, signal } from "@preact/signals-core";
import type { ExportedSong } from "../protocol";
import { roll, states } from "../state";
import type { Player } from "../sound/player";
import { wavBytes } from "../sound/wav";
import { el } from "../ui/dom";
import { say } from "../words";

export function downloadButton(song: ExportedSong, player: Player): HTMLElement {
  const underWay = signal<AbortController | null>(null);
  const start = async () => {
    const request = (underWay.value = new AbortController());
    try {
      const { left, right, rate } = await player.render(request.signal);
      const bytes = wavBytes(right ? [left, right] : [left], rate, { title: song.title, artist: song.artist });
      hand(new Blob([bytes], { type: "audio/wav" }), `${fileName(song.title)}.wav`);
    } catch (why) {
      if (!request.signal.aborted) player.trouble.value = why instanceof Error ? why.message : String(why);
    } finally {
      underWay.value = null;
    }
  };
  const label = () => (underWay.value ? say(`그만두기 (${sungShare()})`, `Cancel (${sungShare()})`) : say("WAV로 내려받기", "Download WAV"));
  const button = el(
    "button",
    { type: "button", class: "song-quiet", onclick: () => (underWay.value ? underWay.value.abort() : void start()) },
    label,
  );
  effect(() => void button.toggleAttribute("aria-busy", underWay.value !== null));
  return button;
}

/** How many phrases are sung, as text. */
export function sungShare(): string {
  const { sung, all } = sungCount();
  return `${sung}/${all}`;
}

export function sungCount(): { sung: number; all: number } {
  const keys = new Set(roll.value?.phrases.map(({ key }) => key));
  return { sung: [...keys].filter((key) => states.value.get(key) === "fresh").length, all: keys.size };
}

function fileName(title: string): string {
  return title.replace(/[\\/:*?"<>|\p{Cc}]/gu, "_").trim() || "song";
}

function hand(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  el("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
