/** The page that `pychang edit --export` writes: a song that the browser sings itself. */

import { effect, signal } from "@preact/signals-core";
import type { ExportedSong } from "./protocol";
import { expose } from "./exposed";
import { roll } from "./state";
import { appearance } from "./song/appearance";
import { downloadButton } from "./song/download";
import { loadSong, showCast, SongFiles } from "./song/exported";
import { levelsView } from "./song/levels_view";
import { createRoll } from "./roll/index";
import { mediaKeys, transportBar, transportKeys } from "./song/transport_bar";
import { Player } from "./sound/player";
import { createSpectrogram } from "./sound/spectrogram_view";
import { Telling } from "./sound/telling";
import { playing, states } from "./state";
import { el } from "./ui/dom";
import { wordsView } from "./ui/words_view";
import { LocalSounds } from "./voice/local_sounds";
import { say } from "./words";

const lacks = [
  typeof WebAssembly === "undefined" ? "WebAssembly" : "",
  typeof Worker === "undefined" ? "Web Worker" : "",
  typeof AudioContext === "undefined" ? "Web Audio" : "",
].filter((one) => one);

if (lacks.length > 0)
  stand(
    say(
      `이 브라우저에는 노래하는 데 필요한 것(${lacks.join(", ")})이 없습니다. 브라우저를 새 판으로 올리거나 다른 브라우저로 열어 주세요.`,
      `This browser lacks what singing needs (${lacks.join(", ")}). Update it, or open the page in another one.`,
    ),
  );
else loadSong().then(show, (why: unknown) => stand(why instanceof Error ? why.message : String(why)));

/** A message instead of the page. */
function stand(text: string): void {
  document.body.replaceChildren(el("main", { class: "song-page" }, el("p", { class: "song-trouble", role: "alert" }, text)));
}

function show(song: ExportedSong): void {
  const files = new SongFiles(song);
  const sounds = new Telling(new LocalSounds(files));
  const player = new Player(() => sounds);
  expose({ song });
  effect(() => void (states.value = sounds.states.value));
  showCast(song, 0);
  singAhead(player, files);
  const rollHost = el("div", { class: "song-roll" });
  const spectrogram = el("div", { hidden: true });
  document.body.replaceChildren(
    el("header", { class: "song-head" }, heading(song), appearance(song.language)),
    el(
      "main",
      { class: "song-page" },
      trouble(player),
      wordsView(player),
      rollHost,
      spectrogram,
      el("div", { class: "song-tools" }, voices(song), spectrogramButton(spectrogram), downloadButton(song, player)),
      levelsView(),
      el("p", { class: "song-made" }, el("span", {}, () => say("소리는 이 브라우저가 직접 부른 것입니다. ", "What you hear is sung by this browser. ")), madeWith()),
    ),
    transportBar(player),
  );
  createRoll(rollHost, null, player);
  createSpectrogram(spectrogram, player);
  transportKeys(player);
  mediaKeys(song.title, song.artist, player);
}

/** The first phrase at once, so that it is there when it is asked for; all of them once the song was played. */
function singAhead(player: Player, files: SongFiles): void {
  const wasPlayed = signal(false);
  effect(() => {
    if (playing.value !== "stopped" && !wasPlayed.value) {
      wasPlayed.value = true;
      void files.fetchAll();
    }
  });
  effect(() => {
    const phrases = roll.value?.phrases ?? [];
    player.singAhead(wasPlayed.value ? phrases : phrases.slice(0, 1));
  });
}

function heading(song: ExportedSong): HTMLElement {
  const title = () => song.title || say("제목 없는 노래", "Untitled song");
  effect(() => void (document.title = song.artist ? `${title()} · ${song.artist}` : title()));
  return el("div", {}, el("h1", {}, title), song.artist ? el("p", {}, song.artist) : null);
}

function trouble(player: Player): HTMLElement {
  const text = el("span", {}, () => player.trouble.value ?? "");
  const again = el("button", { type: "button", class: "song-quiet", onclick: () => player.play() }, () => say("다시 하기", "Try again"));
  return el("p", { class: "song-trouble", role: "alert", hidden: () => player.trouble.value === null }, text, again);
}

function voices(song: ExportedSong): HTMLElement | null {
  if (song.casts.length < 2) return null;
  const select = el(
    "select",
    { onchange: () => showCast(song, Number(select.value)) },
    ...song.casts.map(({ voice }, index) => el("option", { value: String(index) }, voice)),
  );
  return el("label", { class: "song-choice" }, el("span", {}, () => say("목소리", "Voice")), select);
}

function spectrogramButton(host: HTMLElement): HTMLElement {
  const isShown = signal(false);
  effect(() => void (host.hidden = !isShown.value));
  return el(
    "button",
    { type: "button", class: "song-quiet", "aria-pressed": () => String(isShown.value), onclick: () => (isShown.value = !isShown.value) },
    () => say("스펙트로그램", "Spectrogram"),
  );
}

function madeWith(): HTMLElement {
  return el("span", {}, () => say("PyChang으로 만들었습니다.", "Made with PyChang."));
}
