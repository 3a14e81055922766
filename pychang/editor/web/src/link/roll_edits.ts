/** What is done in the piano roll, asked of the server and put into the text. */

import { redo, undo, isolateHistory } from "@codemirror/commands";
import { ChangeSet } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { connection } from "../page";
import type { Edit, Place, ToPage } from "../protocol";
import type { Editing } from "../state";
import { say } from "../words";
import type { Room } from "./room";
import type { SharedText } from "./shared_text";

type Edits = Extract<ToPage, { type: "edits" }>;
type Answer = Edits | { type: "refused"; why: string };
export type Applied = { notes: Place[]; then: Place | null } | { why: string };

const ATTEMPTS = 4;
const LONGEST_MS = 10_000;

export class RollEdits implements Editing {
  private count = 0;
  private readonly asked = new Map<number, (answer: Answer) => void>();
  /** One after the other: each is for the text that the one before it has left. */
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly view: EditorView,
    private readonly room: Room,
    private readonly text: SharedText,
    private readonly show: () => void,
  ) {}

  apply(edit: Edit): Promise<Applied> {
    const done = this.last.then(() => this.now(edit));
    this.last = done.catch(() => {});
    return done;
  }

  undo(): void {
    undo(this.view);
  }

  redo(): void {
    redo(this.view);
  }

  begin(): void {
    const { doc } = this.view.state;
    const gap = doc.length === 0 ? "" : doc.line(doc.lines).length ? "\n\n" : "\n";
    const insert = `${gap}[${say("노래", "Song")}]\n| r:4 |\n`;
    this.view.dispatch({ changes: { from: doc.length, insert }, userEvent: "roll", annotations: isolateHistory.of("full") });
  }

  reveal(from: number, to: number, focus: boolean): void {
    if (from < 0) return;
    const end = this.view.state.doc.length;
    const selection = { anchor: Math.min(from, end), head: focus ? Math.min(to, end) : Math.min(from, end) };
    this.view.dispatch({ selection, effects: EditorView.scrollIntoView(selection.anchor, { y: "nearest", yMargin: 60 }) });
    if (!focus) return;
    this.show();
    this.view.focus();
  }

  /** `edits` and `refused`, as they come in. */
  answered(answer: Answer & { id: number }): void {
    this.asked.get(answer.id)?.(answer);
    this.asked.delete(answer.id);
  }

  /** The server has gone: nothing that was asked will be answered. */
  broken(): void {
    const why = gone();
    for (const answer of this.asked.values()) answer({ type: "refused", why });
    this.asked.clear();
  }

  private async now(edit: Edit): Promise<Applied> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (connection.peek() !== "open") return { why: gone() };
      if (!(await within(this.text.settled()))) return { why: gone() };
      const typed = this.follow();
      const version = this.text.version;
      const answer = await this.ask(edit, version);
      const since = typed.stop();
      const isStale = answer.type === "refused" && this.text.version !== version && connection.peek() === "open";
      if (isStale) continue;
      if (answer.type === "refused") return { why: answer.why };
      if (answer.version === version) return this.put(answer, since);
      if (answer.version === this.text.version && this.text.isSettled) return this.put(answer, null);
    }
    return { why: say("글이 자꾸 바뀌어서 하지 못했습니다. 다시 해 보세요.", "The text kept changing under it. Try again.") };
  }

  private ask(edit: Edit, version: number): Promise<Answer> {
    const id = ++this.count;
    return new Promise((done) => {
      this.asked.set(id, done);
      if (!this.room.send({ type: "edit", id, version, edit })) this.answered({ type: "refused", id, why: gone() });
    });
  }

  /** What is typed from now on. */
  private follow(): { stop(): ChangeSet } {
    let since = ChangeSet.empty(this.view.state.doc.length);
    this.followers.add((changes) => (since = since.compose(changes)));
    return { stop: () => (this.followers.clear(), since) };
  }
  private readonly followers = new Set<(changes: ChangeSet) => void>();

  /** For the view's update listener. */
  changed(changes: ChangeSet): void {
    for (const follower of this.followers) follower(changes);
  }

  private put(answer: Edits, since: ChangeSet | null): Applied {
    if (answer.changes.length) {
      const length = since ? since.length : this.view.state.doc.length;
      const changes = ChangeSet.of(answer.changes, length);
      this.view.dispatch({
        changes: since ? changes.map(since) : changes,
        userEvent: "roll",
        annotations: isolateHistory.of("full"),
      });
    }
    return { notes: answer.notes, then: answer.then };
  }
}

/** Whether it came in time, and the server did not go meanwhile. */
async function within(settled: Promise<void>): Promise<boolean> {
  let timer = 0;
  let stop = () => {};
  const lost = new Promise<boolean>((done) => {
    timer = window.setTimeout(() => done(false), LONGEST_MS);
    stop = connection.subscribe((now) => void (now === "open" || done(false)));
  });
  const came = await Promise.race([settled.then(() => true), lost]);
  clearTimeout(timer);
  stop();
  return came;
}

function gone(): string {
  return say("서버와 이어져 있지 않아 지금은 고칠 수 없습니다.", "There is no connection to the server: the roll cannot change the song now.");
}
