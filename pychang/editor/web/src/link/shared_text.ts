/** The text that this tab shares with the room: what is typed goes there, what others type comes from there. */

import { collab, getSyncedVersion, receiveUpdates, sendableUpdates } from "@codemirror/collab";
import { ChangeSet, type Extension, Text } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { unpushed } from "../page";
import type { Update, Welcome } from "../protocol";
import { difference, size } from "./difference";
import type { Room } from "./room";

const RETRY_MS = 100;
const COMPOSING_MS = 30;

export class SharedText {
  readonly clientID = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
  /** Nothing is pushed while a person decides which of two texts it shall be. */
  held = false;
  private view: EditorView | null = null;
  /** The room's text at the version that this tab has; `shift`: the room's count of versions less our own. */
  private base: Text;
  private shift = 0;
  private session: string;
  private inFlight: { upTo: number; updates: number } | null = null;
  /** What others typed while a syllable is being put together here. */
  private waiting: Update[] = [];
  private settling: (() => void)[] = [];

  constructor(
    private readonly room: Room,
    first: Welcome,
  ) {
    this.base = textOf(first.text);
    this.session = first.session;
    this.startVersion = first.version;
  }
  private readonly startVersion: number;

  extension(): Extension {
    return [
      collab({ startVersion: this.startVersion, clientID: this.clientID }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) this.push();
      }),
    ];
  }

  attach(view: EditorView): void {
    this.view = view;
  }

  /** The room's version that this tab has seen. */
  get version(): number {
    return this.view ? getSyncedVersion(this.view.state) + this.shift : this.startVersion;
  }

  /** The room's text, as far as this tab knows. */
  get roomText(): Text {
    return this.base;
  }

  get isSettled(): boolean {
    return !this.held && !this.waiting.length && !!this.view && !sendableUpdates(this.view.state).length;
  }

  /** When all that was typed is at the room. */
  async settled(): Promise<void> {
    while (!this.isSettled) await new Promise<void>((done) => this.settling.push(done));
  }

  push(): void {
    if (!this.view) return;
    const updates = sendableUpdates(this.view.state);
    unpushed.value = updates.length > 0;
    if (!updates.length) return void this.settling.splice(0).forEach((done) => done());
    if (this.held || this.waiting.length || this.inFlight) return;
    const wired = updates.map(({ clientID, changes }) => ({ clientID, changes: changes.toJSON() as unknown }));
    if (this.room.send({ type: "push", version: this.version, updates: wired }))
      this.inFlight = { upTo: this.version + updates.length, updates: updates.length };
  }

  /** `why`: the room will never take it as it is. */
  pushed(accepted: boolean, why = ""): void {
    if (!this.inFlight) return;
    // An accepted push is done when its updates have come back; a refused one is tried again on what comes first.
    if (accepted && this.version < this.inFlight.upTo) return;
    this.inFlight = null;
    if (accepted) this.push();
    else if (!why) setTimeout(() => this.push(), RETRY_MS);
  }

  received(version: number, updates: readonly Update[]): void {
    if (!this.view) return;
    const have = this.version + this.waiting.length;
    const first = version - updates.length;
    if (first > have) return this.room.restart();
    const news = updates.slice(have - first);
    const others = news.some((one) => one.clientID !== this.clientID);
    if (this.waiting.length || (others && this.view.composing)) {
      if (!this.waiting.length) setTimeout(() => this.afterComposing(), COMPOSING_MS);
      this.waiting.push(...news);
    } else this.take(news);
  }

  /**
   * The room after a break; both sides' changes are in the text afterwards. Returns whether a person must look at
   * them: if the server lives anew, and both sides have changed the same lines.
   */
  welcome(again: Welcome): boolean {
    const theirs = textOf(again.text);
    const view = this.view;
    if (!view) return false;
    this.waiting = [];
    const sent = this.inFlight?.updates ?? 0;
    this.inFlight = null;
    const mine = sendableUpdates(view.state);
    // Of what was sent last, it is not known whether it came in: the text tells.
    const arrived = mine.slice(0, sent);
    const after = arrived.reduce((text, one) => one.changes.apply(text), this.base);
    const without = difference(this.base, theirs);
    const withSent = difference(after, theirs);
    const own = sent && size(withSent) < size(without) ? arrived : [];
    const foreign = own.length ? withSent : without;
    const updates = own.map(({ clientID, changes }) => ({ clientID, changes }));
    if (!foreign.empty) updates.push({ clientID: "room", changes: foreign });
    const rest = mine.slice(own.length).map((one) => one.changes);
    const isContested = again.session !== this.session && meet(foreign, own.length ? after : this.base, rest);
    this.session = again.session;
    this.base = theirs;
    view.dispatch(receiveUpdates(view.state, updates));
    this.shift = again.version - getSyncedVersion(view.state);
    return isContested;
  }

  private afterComposing(): void {
    if (!this.waiting.length) return;
    if (this.view?.composing) return void setTimeout(() => this.afterComposing(), COMPOSING_MS);
    this.take(this.waiting.splice(0));
  }

  private take(updates: readonly Update[]): void {
    if (!this.view || !updates.length) return;
    const read = updates.map(({ clientID, changes }) => ({ clientID, changes: ChangeSet.fromJSON(changes) }));
    for (const one of read) this.base = one.changes.apply(this.base);
    this.view.dispatch(receiveUpdates(this.view.state, read));
    if (this.inFlight && this.version >= this.inFlight.upTo) this.inFlight = null;
    this.push();
  }
}

/** Whether `theirs` and `mine` change the same lines of `text`. */
function meet(theirs: ChangeSet, text: Text, mine: readonly ChangeSet[]): boolean {
  if (!mine.length) return false;
  const all = mine.reduce((before, next) => before.compose(next));
  let found = false;
  theirs.iterChangedRanges((from, to) => {
    found ||= all.touchesRange(text.lineAt(from).from, text.lineAt(to).to) !== false;
  });
  return found;
}

export function textOf(text: string): Text {
  return Text.of(text.split(/\r\n?|\n/));
}
