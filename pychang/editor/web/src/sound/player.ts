/**
 * Plays the song of the `roll` signal from the playhead on, while its phrases are still being sung.
 *
 * Sound is mixed and limited in short blocks a little ahead of what is heard. A phrase that is late is waited
 * for; nothing is left out. When the text changes, what has begun to sound plays on and later phrases come new.
 * Begun at the song's beginning, the samples are those of `pychang build`; begun elsewhere, the limiter begins
 * there too, so that up to a second or so after a loud place may be a little louder than in the file. Of a passage
 * that is played again and again each round is of one text: the newest of which all is sung by then.
 */

import { effect, signal, untracked } from "@preact/signals-core";
import { expose } from "../exposed";
import type { Roll, RollPhrase } from "../protocol";
import { loop, playheadS, playing, roll, type PhraseSound, type Sounds, type Transport } from "../state";
import { say } from "../words";
import { Backing } from "./backing";
import { Course, type Round } from "./course";
import { fromWhere, roundOf } from "./loop";
import { SongMix } from "./mix";
import { Output } from "./output";
import { Shelf } from "./shelf";
import { mixedWhole, type Rendered } from "./whole";

const BLOCK_S = 0.1;
const AHEAD_S = 0.6; // mixed ahead: what the listener turns is heard so much later
const AHEAD_HIDDEN_S = 3; // a tab in the background is woken once a second at best
const SOON_S = AHEAD_HIDDEN_S + 1; // what begins later is not made ready yet
const EVERY_MS = 50;

export class Player implements Transport {
  /** What went wrong last, to be shown; null once it plays again. */
  readonly trouble = signal<string | null>(null);
  private readonly shelf: Shelf;
  private readonly output = new Output();
  private song: SongMix | null = null;
  /** A newer text, for the next round. */
  private coming: SongMix | null = null;
  private course: Course | null = null;
  private timer = 0;
  private frame = 0;
  private readonly backing = new Backing(
    () => this.feed(),
    (why) => this.course && this.fail(why),
  );

  /** `sounds` may be exchanged, and may hang on signals; what is there of the old ones is then forgotten. */
  constructor(public sounds: () => Sounds) {
    this.shelf = new Shelf(() => this.sounds());
    this.shelf.news.subscribe(() => this.feed());
    roll.subscribe((now) => now && this.follow(now));
    effect(() => {
      this.sounds();
      untracked(() => this.another());
    });
    loop.subscribe((now) => !now && this.coming && this.follow(this.coming.roll));
    document.addEventListener("visibilitychange", () => this.wake());
    for (const gesture of ["pointerdown", "keydown"]) document.addEventListener(gesture, () => this.wake(), true);
    expose({ player: this });
  }

  play(fromS = playheadS.value): void {
    const now = roll.value;
    if (!now) return;
    if (!now.canBeSung) {
      this.trouble.value = say("악보의 틀린 곳을 먼저 고치면 부를 수 있습니다.", "Mend the mistakes in the score first; then it can be sung.");
      return;
    }
    this.halt();
    this.trouble.value = null;
    this.song = new SongMix(now);
    this.coming = null;
    const lengthS = this.song.length / now.rate;
    this.begin(fromS >= lengthS - 0.01 ? 0 : fromWhere(this.song, Math.max(fromS, 0)));
  }

  stop(): void {
    this.halt();
    this.shelf.want("playing", []);
    playing.value = "stopped";
    this.output.sleep();
  }

  toggle(): void {
    if (playing.value === "stopped") this.play();
    else this.stop();
  }

  seek(s: number): void {
    const to = Math.min(Math.max(s, 0), roll.value?.durationS ?? 0);
    if (playing.value === "stopped") playheadS.value = to;
    else this.play(to);
  }

  /** The sound of a phrase if it is there; with `news` one learns of others. */
  soundOf(phrase: RollPhrase): PhraseSound | undefined {
    return this.shelf.get(phrase.key);
  }

  /** Another number whenever a sound has come. */
  get news(): number {
    return this.shelf.news.value;
  }

  /** Asks for sounds to look at; playing comes first. */
  lookAt(phrases: readonly RollPhrase[]): void {
    this.shelf.want("looking", phrases);
  }

  /** Asks for sounds that will be played; what is playing comes first. */
  singAhead(phrases: readonly RollPhrase[]): void {
    this.shelf.want("ahead", phrases);
  }

  /** The whole song, mixed and limited, as the file of `pychang build` has it, at the levels set now. */
  async render(abort: AbortSignal): Promise<Rendered> {
    const now = roll.value;
    if (!now?.canBeSung) throw new Error(say("부를 수 있는 노래가 없습니다.", "There is no song that can be sung."));
    const song = new SongMix(now);
    await this.shelf.all(song.phrases, abort);
    for (const [index, phrase] of song.phrases.entries()) {
      song.put(index, this.shelf.get(phrase.key)!);
      await new Promise((resolve) => setTimeout(resolve)); // others have their turn
      abort.throwIfAborted();
    }
    if (now.backing) song.backing = await this.sounds().backing(abort);
    const channels = await mixedWhole(song, abort);
    return { left: channels[0], right: channels[1] ?? null, rate: song.rate };
  }

  // ── playing ──────────────────────────────────────────────────────────────────────────────────

  private begin(fromS: number): void {
    const song = this.song!;
    this.course = new Course(song, Math.round(fromS * song.rate));
    playheadS.value = fromS;
    playing.value = "waiting";
    this.output.open(song.rate);
    this.backing.fetch(song.roll, this.sounds());
    this.timer = window.setInterval(() => this.feed(), EVERY_MS);
    this.frame = requestAnimationFrame(this.watch);
    this.feed();
  }

  /** Breaks off; what is asked for stays so, since it may be what is played next. */
  private halt(): void {
    if (this.course) this.showHeard();
    window.clearInterval(this.timer);
    cancelAnimationFrame(this.frame);
    this.course = null;
    this.output.stop();
  }

  /** Mixes what is there, as far ahead as is wanted. */
  private feed(): void {
    const { course } = this;
    if (!course || !this.song) return;
    if (this.output.isLost) return this.onAnotherDevice();
    if (this.output.isHeldUp) return this.onSilence();
    this.take(this.song, course.mixed);
    const until = document.hidden ? AHEAD_HIDDEN_S : AHEAD_S;
    while (!course.ended && this.output.aheadS < until && this.step(this.song, course));
    this.ask(this.song, course);
    this.show(this.song, course);
  }

  /** One block; false if what it needs is not there. */
  private step(song: SongMix, course: Course): boolean {
    const from = course.mixed;
    const round = roundOf(song);
    if (round?.end === from) return this.again(song, course, round);
    const last = round && from < round.end ? round.end : song.length;
    const end = Math.min(from + Math.round(BLOCK_S * song.rate), last, this.thereUntil(song, from));
    if (end > from) this.out(course, course.mix(song, end, round));
    else if (from < song.length) return false;
    else this.out(course, course.finish());
    return true;
  }

  /** The next round, of the newest text of which all is there. */
  private again(song: SongMix, course: Course, round: Round): boolean {
    const coming = this.coming && roundOf(this.coming);
    if (this.coming && coming) {
      this.take(this.coming, coming.start, coming.end);
      if (!this.coming.missing(coming.start, coming.end).length) {
        [this.song, this.coming] = [this.coming, null];
        course.jump(coming.start);
        return true;
      }
    }
    course.jump(round.start);
    this.take(song, round.start);
    return true;
  }

  private out(course: Course, sound: Float32Array[]): void {
    this.output.play(sound, course.frame);
    course.frame += sound[0].length;
  }

  /** Up to which sample, from `from` on, all that is to be heard is there. */
  private thereUntil(song: SongMix, from: number): number {
    if (song.roll.backing && !this.backing.isThere) return from;
    return Math.min(...song.missing(from).map((index) => Math.max(song.extent(index)[0], from)));
  }

  /** Makes ready what is mixed soon; all of a long song at once would hold up the page at each seek. */
  private take(song: SongMix, from: number, to = from + SOON_S * song.rate): void {
    for (const index of song.missing(from, to)) {
      const sound = this.shelf.get(song.phrases[index].key);
      if (sound) song.put(index, sound);
    }
    if (song.roll.backing) song.backing = this.backing.samples;
  }

  /** Asks for what comes next, in the order in which it is heard. */
  private ask(song: SongMix, course: Course): void {
    const round = roundOf(song);
    const coming = this.coming && roundOf(this.coming);
    const of = (one: SongMix, from: number, to?: number) => one.missing(from, to).map((index) => one.phrases[index]);
    const missing = [
      ...of(song, course.mixed, round && course.mixed < round.end ? round.end : undefined),
      ...(round ? of(song, round.start, round.end) : []),
      ...(this.coming && coming ? of(this.coming, coming.start, coming.end) : []),
    ];
    this.shelf.want("playing", missing);
    const why = missing.map(({ key }) => this.shelf.failure(key)).find((one) => one);
    if (why && this.output.isSilent) this.fail(why);
  }

  private fail(why: unknown): void {
    this.stop();
    this.trouble.value = why instanceof Error ? why.message : String(why);
  }

  private show(song: SongMix, course: Course): void {
    if (this.course !== course) return;
    this.showHeard();
    const isSilent = this.output.isSilent || !this.output.isRunning;
    if (!(course.ended && isSilent)) playing.value = isSilent ? "waiting" : "playing";
    else if (this.output.isRunning) {
      this.stop();
      playheadS.value = song.length / song.rate;
    }
  }

  private showHeard(): void {
    const frame = this.output.heardFrame();
    if (frame !== null && this.song && this.course) playheadS.value = this.course.sampleOf(frame) / this.song.rate;
  }

  private readonly watch = (): void => {
    if (!this.course || !this.song) return;
    this.frame = requestAnimationFrame(this.watch);
    this.show(this.song, this.course);
  };

  // ── what changes meanwhile ───────────────────────────────────────────────────────────────────

  /** Another text: what has begun to sound plays on. */
  private follow(now: Roll): void {
    const { course, song } = this;
    if (now.phrases.length > 0) this.shelf.keep(now.phrases);
    if (!course || !song || !now.canBeSung || now === song.roll) return;
    if (now.rate !== song.rate || now.stereo !== song.stereo) this.play(playheadS.peek());
    else this.goOnWith(now, song, course);
  }

  /** Somebody else sings: what has begun to sound plays on. */
  private another(): void {
    if (this.course && this.song) this.goOnWith((this.coming ?? this.song).roll, this.song, this.course);
  }

  private goOnWith(now: Roll, song: SongMix, course: Course): void {
    const next = new SongMix(now);
    const round = roundOf(song);
    const then = roundOf(next);
    const isInside = round && course.mixed <= round.end;
    this.coming = round && then ? next : null;
    if (now.backing && !this.backing.isThere) this.backing.fetch(now, this.sounds());
    if (isInside && then && !song.missing(round.start, round.end).length) return this.feed();
    if (isInside && then && course.mixed > then.end) return this.play(then.start / now.rate); // it is over sooner
    this.song = new SongMix(now);
    this.song.carryOn(song, course.mixed);
    course.ended = false;
    if (course.mixed >= this.song.length) this.stop();
    else this.feed();
  }

  /** A tap, a key, or a look at the tab: sound that the browser or the system has held up goes on. */
  private wake(): void {
    if (!this.course || !this.song) return;
    this.output.open(this.song.rate);
    this.feed();
  }

  private onAnotherDevice(): void {
    const at = playheadS.peek();
    this.output.close();
    this.play(at);
  }

  /** The browser lets no sound out. */
  private onSilence(): void {
    this.output.close();
    this.fail(say("소리가 나가지 않습니다. 소리 장치와 이 탭의 소리를 확인하고 다시 재생하세요.", "No sound comes out. See to the sound device and to this tab's sound, and play again."));
  }
}
