/**
 * What was typed and is not on the disk, kept by this browser too.
 *
 * The server keeps what it has been sent. This is for what it has not: typed while the server was gone, in a tab
 * that was then closed, or in a browser that died. Each tab keeps its own. It is also how a dropped file reaches
 * the tab of a new song.
 */

import { song } from "./address";

export interface Draft {
  text: string;
  /** The room's text that it was typed upon. */
  base: string;
  session: string;
  /** What was on the disk then. */
  saved?: string | null;
  /** Something that is put into a song that does not exist yet. */
  isNew?: boolean;
}

const KEY = "pychang:draft:";
const TAB = "pychang:tab:";
let tab = "";

const keyOf = (name: string, owner: string) => `${KEY}${name}\n${owner}`;

/** A name for this tab that no other open one has; the same one after a reload. */
export async function takeTabName(): Promise<void> {
  const known = sessionStorage.getItem(TAB);
  tab = known && (await holds(known)) ? known : crypto.randomUUID?.() ?? Math.random().toString(36).slice(2);
  if (tab !== known) await holds(tab);
  sessionStorage.setItem(TAB, tab);
}

/** Locks go when their tab does; without them (a server that is not on this machine) each name is free. */
function holds(name: string): Promise<boolean> {
  if (!navigator.locks) return Promise.resolve(true);
  return new Promise((done) => {
    void navigator.locks.request(TAB + name, { ifAvailable: true }, (lock) => {
      done(lock !== null);
      return lock ? new Promise(() => {}) : undefined;
    });
  });
}

/** Drafts of this song whose tab is not open any more, or is this one. */
export async function drafts(): Promise<{ key: string; draft: Draft }[]> {
  const held = (await navigator.locks?.query())?.held ?? [];
  const open = new Set(held.map((lock) => lock.name?.slice(TAB.length)));
  const found = [];
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith(keyOf(song, ""))) continue;
    const owner = key.slice(keyOf(song, "").length);
    if (owner !== tab && open.has(owner)) continue;
    try {
      found.push({ key, draft: JSON.parse(localStorage.getItem(key) ?? "") as Draft });
    } catch {
      localStorage.removeItem(key);
    }
  }
  return found;
}

/** False if this browser keeps nothing (a private window, a full store). */
export function keep(draft: Draft, name = song): boolean {
  try {
    localStorage.setItem(keyOf(name, draft.isNew ? "new" : tab), JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

export function drop(key = keyOf(song, tab)): void {
  localStorage.removeItem(key);
}

/** A setting of the page, kept by this browser. */
export function remembered(name: string): string | null {
  try {
    return localStorage.getItem(`pychang:${name}`);
  } catch {
    return null;
  }
}

export function remember(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(`pychang:${name}`);
    else localStorage.setItem(`pychang:${name}`, value);
  } catch {
    // It is only forgotten.
  }
}
