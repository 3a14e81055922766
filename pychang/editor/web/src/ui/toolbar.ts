/** The toolbar: playing, where it is, who sings and how, and the menus. */

import { effect } from "@preact/signals-core";
import { auto, name, singsAhead, unsaved, voices } from "../page";
import { loop, playheadS, playing, roll, singHere, type Transport } from "../state";
import { loopTitle, toggleLoop } from "../sound/loop";
import { say } from "../words";
import { el } from "./dom";
import { numberField, switchField } from "./fields";
import { keyName } from "./help";
import { icon } from "./icons";
import { type Entries, menu } from "./menu";
import { barAndBeat, minutes } from "./position";

export interface Tools {
  transport: Transport;
  set: (name: string, value: string | null) => void;
  menu: Entries;
  save: () => void;
}

function transportButtons(transport: Transport): HTMLElement {
  const rewind = el(
    "button",
    { type: "button", class: "plain", title: () => say("처음으로", "To the beginning"), "aria-label": () => say("처음으로", "To the beginning"), onclick: () => transport.seek(0) },
    icon("rewind"),
  );
  const play = el("button", {
    type: "button",
    id: "play",
    class: "play",
    title: () => say(`재생·정지 (스페이스, 글 안에서는 ${keyName("Mod-Enter")}로 커서부터)`, `Play or stop (Space; in the text ${keyName("Mod-Enter")} plays from the caret)`),
    onclick: () => transport.toggle(),
  });
  effect(() => {
    const now = playing.value;
    play.replaceChildren(icon(now === "stopped" ? "play" : "stop"));
    play.dataset.playing = now;
    const words = { stopped: say("재생", "Play"), waiting: say("정지 (소리를 기다리는 중)", "Stop (waiting for sound)"), playing: say("정지", "Stop") };
    play.setAttribute("aria-label", words[now]);
  });
  const again = el(
    "button",
    { type: "button", id: "loop", class: "plain", title: loopTitle, "aria-label": () => say("되풀이", "Loop"), "aria-pressed": () => String(loop.value !== null), onclick: () => toggleLoop(transport) },
    icon("loop"),
  );
  return el("div", { class: "transport" }, rewind, play, again);
}

function position(): HTMLElement {
  const bars = el("output", { id: "bars", title: () => say("마디.박", "Bar.beat") });
  const clock = el("output", { id: "clock", title: () => say("분:초 / 전체", "Minutes:seconds / whole") });
  effect(() => {
    const song = roll.value;
    bars.value = song ? barAndBeat(song, playheadS.value) : "1.1";
    clock.value = `${minutes(playheadS.value)} / ${minutes(song?.durationS ?? 0)}`;
  });
  for (const one of [bars, clock]) one.setAttribute("aria-live", "off"); // it would never be silent
  return el("div", { class: "position" }, bars, clock);
}

function voiceField(set: Tools["set"]): HTMLElement {
  const select = el("select", {
    id: "voice",
    "aria-label": () => say("목소리", "Voice"),
    title: () => say("노래하는 목소리: 글의 voice:", "Who sings: `voice:` in the text"),
    onchange: () => set("voice", select.value || null),
  });
  effect(() => {
    const now = roll.value?.settings.voice ?? null;
    const known = voices.value;
    const options = [
      el("option", { value: "" }, say("기본 목소리", "Default voice")),
      ...known.map((one) => el("option", { value: one.name, title: one.description }, one.name)),
    ];
    if (now && !known.some((one) => one.name === now)) options.push(el("option", { value: now }, now));
    select.replaceChildren(...options);
    select.value = now ?? "";
  });
  return select;
}

function title(): HTMLElement {
  const heading = el("h1", {}, () => roll.value?.title || name.value || "PyChang");
  const file = el("span", { class: "file" }, () => (roll.value?.title ? name.value : ""));
  const mark = el("span", { class: "unsaved", role: "img", title: () => say("저장하지 않은 것이 있습니다", "There is something unsaved"), "aria-label": () => say("저장 안 됨", "Unsaved") });
  effect(() => void (mark.style.visibility = unsaved.value ? "visible" : "hidden")); // its place stays
  effect(() => void (document.title = `${unsaved.value ? "● " : ""}${name.value || "PyChang"} — PyChang`));
  const whole = () => [roll.value?.title, name.value].filter(Boolean).join(" — ");
  return el("div", { class: "song-title", title: whole }, mark, heading, file);
}

export function toolbar({ transport, set, menu: entries, save }: Tools): HTMLElement {
  const number = (value: number | null) => (value === null ? null : String(value));
  const saveButton = el(
    "button",
    { type: "button", id: "save", title: () => say(`파일에 저장 (${keyName("Mod-S")})`, `Save to the file (${keyName("Mod-S")})`), onclick: save },
    () => say("저장", "Save"),
  );
  effect(() => void saveButton.classList.toggle("main", unsaved.value));
  return el(
    "header",
    { class: "toolbar" },
    title(),
    transportButtons(transport),
    position(),
    el(
      "div",
      { class: "settings", role: "group", "aria-label": () => say("노래 설정", "Settings of the song") },
      voiceField(set),
      numberField({
        label: () => say("빠르기", "Tempo"),
        title: () => say("1분에 4분음표 몇 개: 글의 tempo:", "Quarter notes a minute: `tempo:` in the text"),
        value: () => roll.value?.settings.tempo ?? null,
        usual: 100,
        low: 20,
        high: 400,
        set: (value) => set("tempo", number(value)),
      }),
      numberField({
        label: () => say("조옮김", "Transpose"),
        title: () => say("반음 몇 개 올리거나 내릴지: 글의 transpose:", "Semitones up or down: `transpose:` in the text"),
        value: () => roll.value?.settings.transpose ?? null,
        usual: 0,
        low: -24,
        high: 24,
        set: (value) => set("transpose", number(value === 0 ? null : value)),
      }),
      switchField({
        label: () => say("여기서 부르기", "Sing here"),
        title: () => say("서버 대신 이 브라우저가 노래합니다", "This browser sings, not the server"),
        value: () => singHere.value,
        set: (on) => void (singHere.value = on),
      }),
      switchField({
        label: () => say("미리 부르기", "Sing ahead"),
        title: () =>
          singHere.value
            ? say("여기서 부르는 동안 서버는 미리 부르지 않습니다", "While this browser sings, the server sings nothing unasked")
            : say("바뀐 소절을 시키지 않아도 뒤에서 불러 둡니다", "Changed phrases are sung in the background, unasked"),
        value: () => singsAhead.value,
        set: (on) => void (auto.value = on),
        disabled: () => singHere.value,
      }),
    ),
    el("div", { class: "menus" }, saveButton, ...menu(() => say("메뉴", "Menu"), [icon("menu")], entries)),
  );
}
