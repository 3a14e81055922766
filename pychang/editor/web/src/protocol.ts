/**
 * What the page and the server say to each other.
 *
 * Text offsets are UTF-16 code units. Musical positions are whole notes, from the song's beginning as it is sung
 * (form and verses unrolled), as plain numbers to draw with and as `Fraction` to ask for changes with. Seconds
 * are those of the sound, silence before the first beat included. A place, `"12:3"`, is the line and column
 * (code points, from 1) where a note element is written: a note that is sung several times has one place. That of a
 * note in an included file begins with `@`, and cannot be edited here.
 */

export type Fraction = [numerator: number, denominator: number];
export type Place = string;
export type Language = "ko" | "en";

// ── /room?song=NAME&token=…: one WebSocket a tab, JSON ────────────────────────────────────────────

/** A change of the text as `@codemirror/collab` has it; `changes` is `ChangeSet.toJSON()`. */
export interface Update {
  clientID: string;
  changes: unknown;
}

export type ToServer =
  /** `auto`: as in the message of that name. */
  | { type: "hello"; language: Language; auto: boolean }
  /** Answered by `pushed`; an update is taken if `version` is the room's, else rebase on what comes first. */
  | { type: "push"; version: number; updates: Update[] }
  /** Answered by `edits` or `refused`; the page sends it when it has nothing unpushed. */
  | { type: "edit"; id: number; version: number; edit: Edit }
  /** Answered by `saved`. `over`: also over what another program has written meanwhile. */
  | { type: "save"; id: number; over: boolean }
  /** Take what is on the disk: comes as an update, so that undo brings back what was there. */
  | { type: "reload" }
  /**
   * Whether this tab would have the server sing stale phrases in the background, unasked: not while it sings
   * itself. The server does as long as any tab of the song would.
   */
  | { type: "auto"; on: boolean };

export type ToPage =
  | Welcome
  /** `why`: it will never be accepted as it is. */
  | { type: "pushed"; accepted: boolean; why?: string }
  /** Updates `version - updates.length … version`, to every tab (also the one that sent them). */
  | { type: "updates"; version: number; updates: Update[] }
  /** `version`: of the text that `changes` are for; `notes`: where what was edited is written afterwards. */
  | { type: "edits"; id: number; version: number; changes: Change[]; notes: Place[]; then: Place | null }
  | { type: "refused"; id: number; why: string }
  /** `conflict`: the file changed on the disk meanwhile and nothing was written; `text` is what is there. */
  | { type: "saved"; id: number; ok: boolean; version: number; conflict?: { text: string }; why?: string }
  | Disk
  | ({ type: "roll" } & Roll)
  /** What may be drawn of phrases, once for each key on each connection. */
  | { type: "curves"; curves: Record<string, Curves> }
  /** New states of phrases; only those that changed. */
  | { type: "states"; states: Record<string, PhraseState> }
  /** Something went wrong that is nobody's mistake in the text: a voice that has gone, a full disk. */
  | { type: "trouble"; why: string };

export interface Welcome {
  type: "welcome";
  /** Another one than before: the server was started anew, and versions count from 0 again. */
  session: string;
  version: number;
  text: string;
  /** The file's name, and its URI as the language server knows it. */
  name: string;
  uri: string;
  /** What is on the disk: the text at the last load or save. Null: no such file yet. */
  saved: string | null;
  /** Text typed in another life of the server, not saved, and taken up again. */
  recovered: boolean;
  voices: VoiceInfo[];
}

/** The file on the disk: as last loaded or saved; changed by another program; gone. */
export interface Disk {
  type: "disk";
  state: "same" | "changed" | "gone";
  saved: string | null;
}

export interface Change {
  from: number;
  to: number;
  insert: string;
}

export interface VoiceInfo {
  name: string;
  description: string;
  low: number;
  high: number;
}

/** As in `pychang/editor/edits/model.py`. */
export type Edit =
  | { kind: "move"; notes: Place[]; semitones: number; by: Fraction }
  | { kind: "resize"; note: Place; start_by: Fraction; end_by: Fraction }
  | { kind: "add"; section: number; at: Fraction; length: Fraction; midi: number; verse: number }
  | { kind: "delete"; notes: Place[] }
  | { kind: "split"; note: Place; at: Fraction }
  | { kind: "join"; notes: Place[] }
  | { kind: "words"; note: Place; verse: number; text: string }
  | { kind: "set"; name: string; value: string | null };

// ── what the piano roll shows ─────────────────────────────────────────────────────────────────────

export interface Roll {
  version: number;
  canBeSung: boolean;
  title: string;
  /** Whole notes; seconds. */
  length: number;
  durationS: number;
  /**
   * Position to seconds, linear in between; a gradual change of tempo has many points. Where a fermata ends there
   * are two of one position: a note that ends there ends at the second.
   */
  clock: [position: number, seconds: number][];
  bars: { at: number; number: number; beats: number; unit: number }[];
  sections: RollSection[];
  parts: RollPart[];
  /** As the song's own settings say, null where they are silent. */
  settings: { voice: string | null; tempo: number | null; transpose: number | null };
  /** Of a song with errors, those that it had before and still has. */
  phrases: RollPhrase[];
  /** Of the sound. */
  rate: number;
  stereo: boolean;
  backing: { gainDb: number; startS: number } | null;
}

export interface RollSection {
  name: string;
  part: number;
  from: number;
  to: number;
  /** Of its head in the text, from 1; 0 if it is written in an included file. */
  line: number;
  /** The how-manieth time it is sung, from 0: also which verse. */
  pass: number;
}

export interface RollPart {
  name: string;
  low: number;
  high: number;
  notes: RollNote[];
}

export interface RollNote {
  place: Place;
  start: number;
  length: number;
  /** As it sounds, transposed. */
  midi: number;
  /** The first note element in the text; [-1, -1] if it is written in an included file. */
  span: [from: number, to: number];
  /** Which of `sections`. */
  section: number;
  /** The syllable, `-` for one that is held on, "" where nothing is written (`spoken` has what is sung). */
  text: string;
  /** What stands before the syllable: inside a word, a space, a pause. */
  boundary: "" | " " | "|";
  /** How it is pronounced here, where that differs from how it is written. */
  spoken: string | null;
  /** The lyric item in the text, or null; and which lyric line, from 0. */
  lyric: [from: number, to: number] | null;
  verse: number;
  breath: boolean;
}

/** A phrase in its place; `key` names its sound. */
export interface RollPhrase {
  key: string;
  part: number;
  /** The phrase's zero in the song. */
  zeroS: number;
  /** From where to where it is heard. */
  startS: number;
  endS: number;
  voice: string;
  pan: number;
  /** dB from so many seconds after its zero on; one entry a note. `baseDb` is added to each. */
  gains: [atS: number, db: number][];
  baseDb: number;
}

/** Pitch as MIDI numbers every `hopS` seconds from the phrase's zero on, null where nothing is voiced. */
export interface Curves {
  hopS: number;
  pitch: (number | null)[];
  phones: [symbol: string, startS: number, endS: number][];
}

export type PhraseState = "fresh" | "singing" | "stale";

// ── over HTTP, all with the token ─────────────────────────────────────────────────────────────────
// GET  /sound/KEY?song=       float32 little-endian samples; headers X-Lead (samples from the phrase's zero), X-Rate.
//                             Sings now if it must: the answer comes when there is one. 409: no such phrase any more.
// GET  /phrase/KEY?song=      `Sung`
// GET  /voice/NAME?song=      `VoiceCard`         GET /voice/NAME/model?song=   the .tflite file
// GET  /backing?song=         float32 little-endian, interleaved left and right, at the song's rate
// GET  /export/NAME.wav?song= (or .flac .ogg .mid .musicxml .ustx …) the text as it is now, not as it was saved
// POST /import?name=x.mid     the file in the body -> {text, findings: string[]} or {why}

/** All that a phrase's sound depends on, beside the voice; arrays are base64 of float32 little-endian. */
export interface Sung {
  voice: string;
  seed: number;
  durationS: number;
  hopS: number;
  f0Hz: string;
  levelDb: string;
  breathiness: string;
  phones: [symbol: string, startS: number, endS: number][];
}

export interface VoiceCard {
  name: string;
  identity: string;
  geometry: {
    sampleRate: number;
    nFft: number;
    hop: number;
    frames: number;
    logFloor: number;
    logCeiling: number;
  };
  reachFrames: number;
  /** The phones of Korean, in the order of the strip's rows; which of them are voiced. */
  phones: string[];
  voiced: string[];
}

// ── song.json, beside the exported page ───────────────────────────────────────────────────────────

/** A song that sings itself: one roll for each voice that it can be sung with, the song's own first. */
export interface ExportedSong {
  title: string;
  artist: string;
  language: Language;
  casts: { voice: string; roll: Roll; curves: Record<string, Curves>; phrases: Record<string, Sung> }[];
  /** `model` is a path beside the page. */
  voices: Record<string, VoiceCard & { model: string }>;
  /** A path beside the page, or null. */
  backing: string | null;
}
