/** The roll's keys, for the page's help. */

import { say } from "../words";
import { ACTIONS } from "./actions";

export function rollKeys(): [keys: string, what: string][] {
  return [
    ["←  →", say("앞뒤 음표로 (Shift와 함께: 더 고르기)", "To the note before or after (with Shift: add it)")],
    ["PageUp  PageDown", say("네 마디 앞뒤로 (Alt와 함께: 구절)", "Four bars back or on (with Alt: a section)")],
    ["Home  End", say("첫 음표, 마지막 음표", "First note, last note")],
    ...ACTIONS.map((one): [string, string] => [one.keys.replaceAll("+", "-"), one.title()]),
    ["B", say("연필: 빈 곳을 끌어 음표를 그리기", "Pencil: draw notes on empty ground")],
    ["V", say("고르기 도구", "Select")],
    ["+  −", say("가로로 크게, 작게 (Alt와 함께: 세로)", "Zoom in and out (with Alt: rows)")],
    ["0  9", say("노래 전체 보기, 구절 보기", "See the whole song, the section")],
    ["Escape", say("끌던 것 그만두기, 고른 것 놓기", "Give up a drag, let go of the notes")],
  ];
}
