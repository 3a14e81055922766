/** The page of `pychang edit`: builds what is seen, and leads messages to where they belong. */

import { EditorView, keymap } from "@codemirror/view";
import { effect } from "@preact/signals-core";
import { mainMenu, palette, quickFix, type Song } from "./commands";
import { listen } from "./keys";
import { pageOf } from "./link/address";
import { remember, remembered, takeTabName } from "./link/drafts";
import { RollEdits } from "./link/roll_edits";
import { Room } from "./link/room";
import { Saving } from "./link/saving";
import { ServerSounds, singing } from "./link/server_sounds";
import { SharedText, textOf } from "./link/shared_text";
import { settleBoth, takeUpDrafts } from "./link/taking_up";
import { auto, connection, name, saved, served, voices } from "./page";
import type { ToPage, Welcome } from "./protocol";
import { createRoll } from "./roll/index";
import { toggleLoop } from "./sound/loop";
import { singNextPhrase } from "./sound/next_phrase";
import { Player } from "./sound/player";
import { createSpectrogram } from "./sound/spectrogram_view";
import { Telling } from "./sound/telling";
import { curves, language, playing, roll, singHere, states } from "./state";
import { languageServer } from "./text/language_server";
import { followNotesInHand, notesInHand } from "./text/notes_in_hand";
import { createScore } from "./text/score";
import { toProblem } from "./text/walk_problems";
import { showHelp } from "./ui/help";
import { takeDrops, type Target } from "./ui/import_song";
import { isNarrow, layout, pane } from "./ui/layout";
import { banner, mountNotices, notify } from "./ui/notices";
import { secondsOfCaret } from "./ui/position";
import { statusLine } from "./ui/status_line";
import { followTheme } from "./ui/theme";
import { toolbar } from "./ui/toolbar";
import { wordsView } from "./ui/words_view";
import { LocalSounds } from "./voice/local_sounds";
import { say } from "./words";

/** A break that is shorter than this is not worth a word. */
const PATIENCE_MS = 1200;

interface Open extends Song {
  text: SharedText;
  edits: RollEdits;
  saving: Saving;
}

followTheme();
await takeTabName();

let song: Open | null = null;
let givenText = "";
const here = new ServerSounds();
const local = new Telling(new LocalSounds(singing, undefined, serverInstead));
const player = new Player(() => (singHere.value ? local : here));
const panes = layout();
const { notices, banners } = mountNotices();
player.trouble.subscribe((why) => void (why && notify(why, "bad")));

/** This browser could not sing. */
function serverInstead(why: Error): void {
  if (!singHere.value) return;
  singHere.value = false;
  notify(say(`${why.message}. 이제 서버가 부릅니다.`, `${why.message}. The server sings now.`), "lasting");
}

const target: Target = {
  replace: (text) => song?.saving.replace(textOf(text)),
  isEmpty: () => isUntouched(song?.view.state.doc.toString() ?? ""),
};
/** Nothing that a person wrote: what a song that is not there yet begins with, or nothing at all. */
const isUntouched = (text: string) => !text.trim() || (saved.value === null && text === givenText);
const openPalette = () => song && palette(song, player, target);

function nextProblem(back: boolean): void {
  if (!song) return;
  if (isNarrow()) pane.value = "text";
  song.view.focus();
  toProblem(song.view, back);
}

async function set(setting: string, value: string | null): Promise<void> {
  const done = await song?.edits.apply({ kind: "set", name: setting, value });
  if (done && "why" in done) {
    notify(done.why, "bad");
    roll.value = roll.value && { ...roll.value }; // so that the fields show what is so
  }
}

document.body.append(
  toolbar({
    transport: player,
    set: (setting, value) => void set(setting, value),
    menu: mainMenu(target, () => openPalette()),
    save: () => void song?.saving.save(),
  }),
  banners,
  panes.tabs,
  panes.main,
  statusLine(() => nextProblem(false)),
  notices,
);
createSpectrogram(panes.below, player);
singNextPhrase(player);
panes.listen.append(wordsView(player, () => isNarrow() && pane.value === "listen"));
takeDrops(target);

const room = new Room(heard);

function start(first: Welcome): Open {
  const text = new SharedText(room, first);
  const server = languageServer();
  server.workspace.elsewhere = openElsewhere;
  const own = keymap.of([
    { key: "Mod-Enter", run: (view) => (playFrom(view), true) },
    { key: "Mod-.", run: (view) => (void quickFix(view), true) },
  ]);
  const view = createScore(panes.text, first.text, [
    own,
    text.extension(),
    notesInHand,
    server.client.plugin(first.uri, "chang"),
    EditorView.updateListener.of((update) => {
      if (!update.docChanged) return;
      opened.edits.changed(update.changes);
      opened.saving.look();
    }),
  ]);
  text.attach(view);
  const edits = new RollEdits(view, room, text, () => isNarrow() && (pane.value = "text"));
  const saving = new Saving(view, room, text);
  const opened: Open = { view, text, edits, saving, save: () => void saving.save(), undo: () => edits.undo(), redo: () => edits.redo() };
  followNotesInHand(view, (version) => text.isSettled && text.version === version);
  createRoll(panes.roll, edits, player);
  return opened;
}

function playFrom(view: EditorView): void {
  if (playing.value !== "stopped") return player.stop();
  player.play(roll.value ? secondsOfCaret(roll.value, view.state.selection.main.head) : 0);
}

/** A place in a file that this song includes: its own page. */
function openElsewhere(uri: string): void {
  const folder = (one: string) => one.slice(0, one.lastIndexOf("/") + 1);
  const own = song?.saving.uri ?? "";
  if (!uri.startsWith(folder(own))) return void notify(say("이 노래의 폴더 밖에 있는 파일이라 열 수 없습니다.", "It is in a file outside this song's folder."));
  const other = decodeURIComponent(uri.slice(folder(own).length));
  const above = name.value.includes("/") ? folder(name.value) : "";
  const open = () => void window.open(pageOf(above + other), "_blank");
  notify(say(`‘${other}’에 있습니다.`, `It is in “${other}”.`), "plain", { label: say("열기", "Open"), run: open });
}

async function welcomed(message: Welcome): Promise<void> {
  name.value = message.name;
  voices.value = message.voices;
  const isFirst = song === null;
  const mine = song?.view.state.doc.toString() ?? "";
  song ??= start(message);
  if (isFirst && !message.recovered) givenText = message.text;
  const isContested = isFirst ? false : song.text.welcome(message);
  song.saving.session = message.session;
  song.saving.uri = message.uri;
  saved.value = message.saved;
  connection.value = "open";
  if (isContested && mine !== message.text) await settleBoth(mine, message, song.text, song.saving);
  else song.text.push();
  if (!isFirst) return;
  if (message.recovered) notify(say("저장하지 않았던 글을 이어 놓았습니다.", "Text that had not been saved is here again."));
  await takeUpDrafts(message, song.saving);
  song.saving.mayKeep = true;
  song.saving.look();
}

function heard(message: ToPage): void {
  if (message.type === "welcome") return void welcomed(message);
  if (message.type === "trouble") return void notify(message.why, "bad");
  if (!song) return;
  switch (message.type) {
    case "pushed":
      if (message.why) notify(message.why, "bad");
      return song.text.pushed(message.accepted, message.why);
    case "updates":
      return song.text.received(message.version, message.updates);
    case "edits":
    case "refused":
      return song.edits.answered(message);
    case "saved":
      return song.saving.answered(message);
    case "disk":
      return song.saving.disk(message);
    case "roll":
      return void (roll.value = message);
    case "curves":
      return void (curves.value = new Map([...curves.value, ...Object.entries(message.curves)]));
    case "states":
      return void (served.value = new Map([...served.value, ...Object.entries(message.states)]));
  }
}

effect(() => void (states.value = singHere.value ? local.states.value : served.value));

// What is no more in the song need not be remembered.
effect(() => {
  const keys = new Set(roll.value?.phrases.map((one) => one.key));
  if (!keys.size || served.peek().size <= 2 * keys.size) return;
  served.value = new Map([...served.peek()].filter(([key]) => keys.has(key)));
  curves.value = new Map([...curves.peek()].filter(([key]) => keys.has(key)));
});

auto.value = remembered("ahead") !== "no";
effect(() => remember("ahead", auto.value ? null : "no"));

let patience = 0;
effect(() => {
  const now = connection.value;
  void language.value;
  clearTimeout(patience);
  if (now === "open" || now === "connecting") return banner("link", null);
  song?.edits.broken();
  song?.saving.broken();
  patience = window.setTimeout(() => banner("link", now === "refused" ? refused() : gone()), now === "refused" ? 0 : PATIENCE_MS);
});

const retry = () => ({ label: say("지금 다시 잇기", "Connect now"), run: () => room.hurry() });
const gone = () => ({
  kind: "bad" as const,
  text: say("서버가 없습니다. 친 것은 이 브라우저가 지키고, 서버가 돌아오면 이어집니다.", "The server is gone. What you type is kept in this browser, and goes on when the server is back."),
  buttons: [retry()],
});
const refused = () => ({
  kind: "bad" as const,
  text: say("서버가 이 주소를 받지 않습니다. pychang edit이 알려 준 주소로 여세요. 친 것은 이 브라우저에 남아 있습니다.", "The server does not take this address. Open the one that pychang edit told. What you typed is kept in this browser."),
  buttons: [retry()],
});

// Messages of the server are worded there: it is told anew.
let spoken = language.peek();
effect(() => {
  if (spoken === language.value) return;
  spoken = language.value;
  room.restart();
});

listen({
  save: () => void song?.saving.save(),
  toggle: () => player.toggle(),
  loop: () => toggleLoop(player),
  undo: () => song?.undo(),
  redo: () => song?.redo(),
  palette: () => openPalette(),
  help: showHelp,
  nextProblem,
  otherPane: () => {
    const inText = song?.view.hasFocus;
    if (isNarrow()) pane.value = inText ? "roll" : "text";
    if (inText) (panes.roll.querySelector<HTMLElement>("[tabindex='0'], canvas, button") ?? panes.roll).focus();
    else song?.view.focus();
  },
});
