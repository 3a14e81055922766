/** All keys, on one page. */

import { rollKeys } from "../roll/index";
import { say } from "../words";
import { ask } from "./dialog";
import { el } from "./dom";

export type Key = [keys: string, what: string];
const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

/** "Mod-S" as this system writes it. */
export function keyName(keys: string): string {
  const mac: Record<string, string> = { Mod: "⌘", Shift: "⇧", Alt: "⌥", Ctrl: "⌃" };
  const parts = keys.split("-");
  return isMac ? parts.map((one) => mac[one] ?? one).join("") : parts.map((one) => (one === "Mod" ? "Ctrl" : one)).join("+");
}

function table(title: string, keys: readonly Key[]): HTMLElement {
  return el(
    "section",
    {},
    el("h3", {}, title),
    el("dl", {}, ...keys.flatMap(([one, what]) => [el("dt", {}, el("kbd", {}, keyName(one))), el("dd", {}, what)])),
  );
}

export function showHelp(): void {
  const everywhere: Key[] = [
    ["Space", say("재생·정지 (글과 입력 칸 밖에서)", "Play or stop (outside the text and fields)")],
    ["Mod-Enter", say("글 안에서: 커서의 음부터 재생, 정지", "In the text: play from the note at the caret, stop")],
    ["L", say("고른 음표의 마디를 되풀이해 듣기, 그만두기 (글과 입력 칸 밖에서)", "Loop the bars of the notes in hand, and stop (outside the text and fields)")],
    ["Mod-S", say("저장", "Save")],
    ["Mod-Z", say("되돌리기 (글과 롤에서 한 일 모두)", "Undo (whatever was done in text or roll)")],
    [isMac ? "Shift-Mod-Z" : "Mod-Y", say("다시 하기", "Redo")],
    ["F6", say("글과 롤 사이를 오가기", "Go between text and roll")],
    ["F8", say("다음 오류", "Next mistake")],
    ["F1", say("명령 찾기", "Find a command")],
    ["?", say("이 도움말 (글 밖에서)", "This page (outside the text)")],
  ];
  const text: Key[] = [
    ["Ctrl-Space", say("자동 완성", "Complete")],
    ["Mod-.", say("고칠 방법 고르기", "What can be done about a mistake")],
    ["Shift-Alt-F", say("글 정리", "Format")],
    ["F2", say("구절 이름 바꾸기", "Rename a section")],
    ["F12", say("정의로 가기", "Go to the definition")],
    ["Shift-F12", say("쓰인 곳 찾기", "Find where it is used")],
    ["Mod-/", say("줄을 덧말로, 또는 덧말을 도로 글로", "Make lines remarks, and back")],
    ["Mod-F", say("찾기와 바꾸기", "Find and replace")],
    ["Escape Tab", say("글에서 나가기", "Leave the text")],
  ];
  void ask({
    title: say("키", "Keys"),
    wide: true,
    body: [
      el(
        "div",
        { class: "keys" },
        table(say("어디서나", "Everywhere"), everywhere),
        table(say("글", "Text"), text),
        rollKeys().length ? table(say("피아노 롤", "Piano roll"), rollKeys()) : null,
      ),
    ],
    choices: [],
  });
}
