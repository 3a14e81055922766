/** All that the page can be told to do: for the palette, the menus and the keys. */

import { openLintPanel } from "@codemirror/lint";
import { findReferences, formatDocument, jumpToDefinition, renameSymbol } from "@codemirror/lsp-client";
import { openSearchPanel } from "@codemirror/search";
import type { EditorView } from "@codemirror/view";
import { download, FORMS } from "./link/exporting";
import { toggleLoop } from "./sound/loop";
import { language, type Transport } from "./state";
import { act, actionsAt } from "./text/problems";
import { wrapLines } from "./text/score";
import { toProblem, toProblemBefore } from "./text/walk_problems";
import { keyName, showHelp } from "./ui/help";
import { chooseFile, type Target } from "./ui/import_song";
import type { Entries } from "./ui/menu";
import { notify } from "./ui/notices";
import { choose, type Item } from "./ui/palette";
import { speak, theme, type Theme } from "./ui/theme";
import { say } from "./words";

/** What the text editor and the links to the server do; null before the song is there. */
export interface Song {
  view: EditorView;
  save: () => void;
  undo: () => void;
  redo: () => void;
}

function turnTheme(chosen: Theme): void {
  theme.value = chosen;
}

/** What can be done about the mistake at the caret, or else about those on its line. */
export async function quickFix(view: EditorView): Promise<void> {
  const { from, to } = view.state.selection.main;
  const line = view.state.doc.lineAt(from);
  const at = (start: number, end: number) => actionsAt(view, start, end).catch(() => []);
  let [start, end] = [from, to];
  let found = await at(start, end);
  if (!found.some((one) => one.diagnostics?.length)) {
    [start, end] = [line.from, Math.max(to, line.to)];
    found = await at(start, end);
  }
  if (!found.length) return void notify(say("여기에는 고칠 방법이 없습니다.", "There is nothing to mend here."));
  const items = found.map(({ title }) => ({ title, run: () => (void act(view, start, end, title).catch(() => {}), view.focus()) }));
  choose(say("고칠 방법", "What can be done"), items);
}

export function palette(song: Song, transport: Transport, target: Target): void {
  const { view } = song;
  const inText = (run: (view: EditorView) => unknown) => () => {
    view.focus();
    run(view);
  };
  const items: Item[] = [
    { title: say("재생·정지", "Play or stop"), keys: "Space", run: () => transport.toggle() },
    { title: say("되풀이해 듣기", "Loop"), keys: "L", run: () => toggleLoop(transport) },
    { title: say("저장", "Save"), keys: keyName("Mod-S"), run: song.save },
    { title: say("글 정리", "Format the text"), keys: keyName("Shift-Alt-F"), run: inText(formatDocument) },
    { title: say("고칠 방법 고르기", "What can be done about a mistake"), keys: keyName("Mod-."), run: inText((one) => void quickFix(one)) },
    { title: say("다음 오류", "Next mistake"), keys: "F8", run: inText(toProblem) },
    { title: say("이전 오류", "Previous mistake"), keys: keyName("Shift-F8"), run: inText(toProblemBefore) },
    { title: say("오류 목록", "List of mistakes"), keys: keyName("Mod-Shift-M"), run: inText(openLintPanel) },
    { title: say("찾기와 바꾸기", "Find and replace"), keys: keyName("Mod-F"), run: inText(openSearchPanel) },
    { title: say("구절 이름 바꾸기", "Rename a section"), keys: "F2", run: inText(renameSymbol) },
    { title: say("정의로 가기", "Go to the definition"), keys: "F12", run: inText(jumpToDefinition) },
    { title: say("쓰인 곳 찾기", "Find where it is used"), keys: keyName("Shift-F12"), run: inText(findReferences) },
    { title: say("되돌리기", "Undo"), keys: keyName("Mod-Z"), run: song.undo },
    { title: say("다시 하기", "Redo"), keys: keyName("Mod-Y"), run: song.redo },
    { title: say("파일 불러오기…", "Import a file…"), run: () => chooseFile(target) },
    ...FORMS.map(([suffix, ko, en]) => ({ title: say(`내보내기: ${ko}`, `Export: ${en}`), run: () => void download(suffix) })),
    { title: say("긴 줄 접어 보이기", "Wrap long lines"), run: () => wrapLines(view, true) },
    { title: say("긴 줄 펴 보이기", "Do not wrap long lines"), run: () => wrapLines(view, false) },
    { title: say("밝게", "Light"), run: () => turnTheme("light") },
    { title: say("어둡게", "Dark"), run: () => turnTheme("dark") },
    { title: "한국어", run: () => speak("ko") },
    { title: "English", run: () => speak("en") },
    { title: say("모든 키", "All keys"), keys: "?", run: showHelp },
  ];
  choose(say("명령", "Command"), items);
}

export function mainMenu(target: Target, openPalette: () => void): Entries {
  const themes: [Theme, () => string][] = [
    ["system", () => say("시스템을 따라", "As the system")],
    ["light", () => say("밝게", "Light")],
    ["dark", () => say("어둡게", "Dark")],
  ];
  return [
    { label: () => say("파일 불러오기…", "Import a file…"), run: () => chooseFile(target) },
    null,
    () => say("내보내기", "Export"),
    ...FORMS.map(([suffix, ko, en]) => ({ label: () => say(ko, en), run: () => void download(suffix) })),
    null,
    () => say("모습", "Appearance"),
    ...themes.map(([one, label]) => ({ label, run: () => turnTheme(one), checked: () => theme.value === one })),
    null,
    () => say("언어", "Language"),
    { label: () => "한국어", run: () => speak("ko"), checked: () => language.value === "ko" },
    { label: () => "English", run: () => speak("en"), checked: () => language.value === "en" },
    null,
    { label: () => say("명령 찾기", "Find a command"), keys: "F1", run: openPalette },
    { label: () => say("모든 키", "All keys"), keys: "?", run: showHelp },
  ];
}
