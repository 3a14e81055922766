/** The line at the bottom: mistakes, what is wrong at the caret, where the caret is, the connection. */

import { effect } from "@preact/signals-core";
import { caretPlace, connection, problemHere, problems, unpushed } from "../page";
import { say } from "../words";
import { el } from "./dom";
import { icon } from "./icons";

const some = (kind: "error" | "warning", many: number): HTMLElement[] =>
  many ? [el("span", { class: `problem-count ${kind}` }, icon(kind), String(many))] : [];

export function statusLine(next: () => void): HTMLElement {
  const count = el("button", { type: "button", class: "plain problems", id: "problems", onclick: next });
  effect(() => {
    const { errors, warnings } = problems.value;
    const kind = errors ? "error" : warnings ? "warning" : "none";
    count.dataset.kind = kind;
    const words = say(`오류 ${errors}, 경고 ${warnings}`, `${errors} error${errors === 1 ? "" : "s"}, ${warnings} warning${warnings === 1 ? "" : "s"}`);
    count.replaceChildren(
      ...(kind === "none" ? [say("오류 없음", "No errors")] : [...some("error", errors), ...some("warning", warnings)]),
    );
    count.setAttribute("aria-label", kind === "none" ? say("오류 없음", "No errors") : words);
    count.title = say("다음 오류로 (F8)", "To the next one (F8)");
  });
  const here = el("span", { class: "problem-here", role: "status" }, () => problemHere.value);
  effect(() => void (here.title = problemHere.value));
  const place = el("span", { class: "place", title: () => say("줄:칸", "Line:column") }, () => `${caretPlace.value.line}:${caretPlace.value.column}`);
  const link = el("span", { class: "connection", role: "status" }, () =>
    ({
      connecting: say("잇는 중", "Connecting"),
      open: say("이어짐", "Connected"),
      gone: say("끊어짐", "Disconnected"),
      refused: say("거절됨", "Refused"),
    })[connection.value],
  );
  effect(() => {
    link.dataset.state = connection.value;
    link.dataset.unpushed = String(unpushed.value);
  });
  return el("footer", { class: "status-line" }, count, here, place, link);
}
