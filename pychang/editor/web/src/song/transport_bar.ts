/** Play, where the song is and where it shall be, and how much of it is sung. */

import { effect } from "@preact/signals-core";
import { loopTitle, toggleLoop } from "../sound/loop";
import { loop, playheadS, playing, roll, type Transport } from "../state";
import { el, takesText } from "../ui/dom";
import { icon } from "../ui/icons";
import { say } from "../words";
import { sungCount } from "./download";

const STEP_S = 5;

export function transportBar(transport: Transport): HTMLElement {
  const button = el("button", {
    type: "button",
    class: "song-play",
    "aria-label": () => (playing.value === "stopped" ? say("재생", "Play") : say("멈춤", "Pause")),
    "data-state": () => playing.value,
    onclick: () => transport.toggle(),
  });
  const again = el(
    "button",
    { type: "button", class: "song-quiet song-loop", title: loopTitle, "aria-label": () => say("되풀이", "Loop"), "aria-pressed": () => String(loop.value !== null), onclick: () => toggleLoop(transport) },
    icon("loop"),
  );
  const slider = el("input", {
    type: "range",
    class: "song-position",
    min: "0",
    step: "any",
    max: () => String(roll.value?.durationS ?? 1),
    "aria-label": () => say("노래에서의 자리", "Position in the song"),
    "aria-valuetext": () => `${time(playheadS.value)} / ${time(roll.value?.durationS ?? 0)}`,
    oninput: () => transport.seek(Number(slider.value)),
    onkeydown: (event: KeyboardEvent) => step(event, transport),
  });
  effect(() => {
    slider.value = String(playheadS.value);
    slider.style.setProperty("--done", `${(100 * playheadS.value) / (roll.value?.durationS || 1)}%`);
  });
  const now = el("span", { class: "song-time" }, () => `${time(playheadS.value)} / ${time(roll.value?.durationS ?? 0)}`);
  return el("footer", { class: "song-bar" }, button, again, slider, now, progress());
}

/** Space plays and stops, L loops, arrows go back and forth, wherever nothing else has them. */
export function transportKeys(transport: Transport): void {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.code === "KeyL" && !event.shiftKey && !takesText(event.target)) return toggleLoop(transport);
    if (event.target instanceof Element && event.target.closest("button, input, select, summary, a, .song-roll")) return;
    if (event.key === " ") transport.toggle();
    else if (!step(event, transport)) return;
    event.preventDefault();
  });
}

/** The keys of headphones and lock screens. */
export function mediaKeys(title: string, artist: string, transport: Transport): void {
  if (!("mediaSession" in navigator)) return;
  const { mediaSession } = navigator;
  mediaSession.metadata = new MediaMetadata({ title, artist });
  mediaSession.setActionHandler("play", () => transport.play());
  mediaSession.setActionHandler("pause", () => transport.stop());
  mediaSession.setActionHandler("seekto", ({ seekTime }) => transport.seek(seekTime ?? 0));
  effect(() => void (mediaSession.playbackState = playing.value === "stopped" ? "paused" : "playing"));
}

function step(event: KeyboardEvent, transport: Transport): boolean {
  const by = { ArrowLeft: -STEP_S, ArrowRight: STEP_S }[event.key];
  if (by === undefined) return false;
  event.preventDefault();
  transport.seek(playheadS.value + by);
  return true;
}

function progress(): HTMLElement {
  const bar = el("progress", { max: 1, value: () => sungCount().sung / Math.max(sungCount().all, 1), "aria-label": () => say("부른 만큼", "Sung so far") });
  const text = el("span", { class: "song-sung" }, () => {
    const { sung, all } = sungCount();
    if (sung === all) return say("브라우저가 다 불렀습니다", "Sung by your browser");
    const much = `${sung}/${all}`;
    if (playing.value === "waiting") return say(`다음 소절을 부르는 중 (${much})`, `Singing what comes next (${much})`);
    return say(`브라우저가 부릅니다 (${much})`, `Sung by your browser (${much})`);
  });
  const box = el("div", { class: "song-progress", role: "status" }, bar, text);
  effect(() => void box.classList.toggle("is-whole", sungCount().sung === sungCount().all));
  return box;
}

/** 83.4 -> "1:23" */
export function time(seconds: number): string {
  const whole = Math.floor(seconds + 0.001);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
