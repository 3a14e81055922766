/** The text and the file: what is unsaved, saving, and a file that another program has changed. */

import { isolateHistory } from "@codemirror/commands";
import type { Text } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import { effect, untracked } from "@preact/signals-core";
import { connection, disk, name, saved, unpushed, unsaved } from "../page";
import type { Disk, ToPage } from "../protocol";
import { compare } from "../ui/compare";
import { banner, notify } from "../ui/notices";
import { say } from "../words";
import { difference } from "./difference";
import { drop, keep } from "./drafts";
import type { Room } from "./room";
import { type SharedText, textOf } from "./shared_text";

type Saved = Extract<ToPage, { type: "saved" }>;

const DRAFT_PAUSE_MS = 400;

export class Saving {
  private count = 0;
  private waiting: { id: number; done: (answer: Saved | null) => void } | null = null;
  private savedText: Text | null = null;
  /** Takes back that nothing could be saved. */
  private forget = () => {};
  private timer = 0;
  session = "";
  uri = "";
  /** Not before what was kept earlier has been looked at. */
  mayKeep = false;

  constructor(
    private readonly view: EditorView,
    private readonly room: Room,
    private readonly text: SharedText,
  ) {
    effect(() => {
      this.savedText = saved.value === null ? null : textOf(saved.value);
      untracked(() => this.look());
    });
    effect(() => this.tell(disk.value));
    effect(() => void (connection.value === "open" && this.forget()));
    addEventListener("beforeunload", (event) => {
      if (unsaved.value && !this.keepNow() && (unpushed.value || connection.value !== "open")) event.preventDefault();
    });
    document.addEventListener("visibilitychange", () => void (document.hidden && this.keepNow()));
  }

  /** After each change of the text. */
  look(): void {
    const { doc } = this.view.state;
    unsaved.value = this.savedText ? !doc.eq(this.savedText) : doc.length > 0;
    clearTimeout(this.timer);
    if (!unsaved.value) this.keepNow();
    else this.timer = window.setTimeout(() => this.keepNow(), DRAFT_PAUSE_MS);
  }

  async save(over = false): Promise<void> {
    if (connection.value !== "open") {
      this.forget();
      const ko = "서버가 없어 지금은 저장할 수 없습니다. 친 것은 이 브라우저에 남아 있습니다.";
      const en = "The server is gone, so nothing can be saved now. What you typed is kept in this browser.";
      this.forget = notify(say(ko, en), "bad");
      return;
    }
    this.forget();
    await this.text.settled();
    const answer = await this.ask(over);
    if (!answer) return void notify(say("저장하는 사이에 서버와 끊어졌습니다. 다시 저장해 주세요.", "The connection broke while saving. Save again."), "bad");
    if (answer.ok) return void notify(say(`‘${name.value}’에 저장했습니다.`, `Saved to “${name.value}”.`));
    if (answer.conflict) return this.settle(answer.conflict.text);
    notify(answer.why ?? say("저장하지 못했습니다.", "It could not be saved."), "bad");
  }

  answered(answer: Saved): void {
    if (this.waiting?.id !== answer.id) return;
    this.waiting.done(answer);
    this.waiting = null;
  }

  broken(): void {
    this.waiting?.done(null);
    this.waiting = null;
  }

  /** Another program has written the file: both texts, and what to do. */
  async settle(theirs: string): Promise<void> {
    const mine = this.view.state.doc;
    const chosen = await compare<"mine" | "theirs">({
      title: say("파일이 그사이 바뀌었습니다", "The file has changed meanwhile"),
      why: say(
        "다른 프로그램이 파일을 고쳤습니다. 어느 쪽을 골라도 되돌리기로 다른 쪽을 다시 볼 수 있습니다.",
        "Another program has written the file. Whichever you choose, undo brings the other one back.",
      ),
      left: { label: say("여기 쓴 것", "What is written here"), text: mine.toString() },
      right: { label: say("파일에 있는 것", "What is in the file"), text: theirs },
      choices: [
        { value: "theirs", label: say("파일에 있는 것 가져오기", "Take what is in the file") },
        { value: "mine", label: say("여기 쓴 것을 파일에 쓰기", "Write mine to the file"), kind: "main" },
      ],
    });
    if (chosen === "theirs") await this.takeTheirs(textOf(theirs));
    if (chosen === "mine") {
      // Undo goes by way of the file's text, so that it is not lost.
      const now = this.view.state.doc;
      this.replace(textOf(theirs));
      this.replace(now);
      await this.save(true);
    }
  }

  async takeTheirs(theirs: Text): Promise<void> {
    this.replace(theirs);
    await this.text.settled();
    this.room.send({ type: "reload" });
  }

  /** Another text in place of this one: what differs, as one step of undo. */
  replace(text: Text): void {
    const changes = difference(this.view.state.doc, text);
    if (!changes.empty) this.view.dispatch({ changes, userEvent: "input.replace", annotations: isolateHistory.of("full") });
  }

  disk(message: Disk): void {
    saved.value = message.saved;
    disk.value = message.state;
  }

  private ask(over: boolean): Promise<Saved | null> {
    const id = ++this.count;
    return new Promise((done) => {
      this.waiting?.done(null);
      this.waiting = { id, done };
      if (!this.room.send({ type: "save", id, over })) this.broken();
    });
  }

  private tell(state: Disk["state"]): void {
    if (state === "same") return banner("disk", null);
    const save = { label: say("다시 저장", "Save again"), run: () => void this.save() };
    if (state === "gone") return banner("disk", { text: say("파일이 없어졌습니다. 저장하면 다시 만들어집니다.", "The file has gone. Saving makes it anew."), buttons: [save] });
    const show = { label: say("견주어 보기", "Compare"), run: () => void this.settle(saved.value ?? "") };
    banner("disk", { text: say("다른 프로그램이 파일을 고쳤습니다.", "Another program has changed the file."), buttons: [show] });
  }

  /** True if this browser has it. */
  private keepNow(): boolean {
    clearTimeout(this.timer);
    if (!this.mayKeep) return false;
    if (!unsaved.value) {
      drop();
      return true;
    }
    const [text, base] = [this.view.state.doc.toString(), this.text.roomText.toString()];
    return keep({ text, base, session: this.session, saved: saved.value });
  }
}
