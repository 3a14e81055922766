/** The phrase that would be heard first, sung before anybody asks for it: for when this browser sings. */

import { effect } from "@preact/signals-core";
import { playheadS, playing, roll, singHere } from "../state";
import type { Player } from "./player";

export function singNextPhrase(player: Player): void {
  effect(() => {
    const song = roll.value;
    if (playing.value !== "stopped") return; // what was begun is what is waited for
    if (!singHere.value || !song?.canBeSung) return player.singAhead([]);
    const from = playheadS.value;
    const coming = song.phrases.filter(({ endS }) => endS > from).sort((a, b) => a.startS - b.startS);
    player.singAhead(coming.slice(0, 1));
  });
}
