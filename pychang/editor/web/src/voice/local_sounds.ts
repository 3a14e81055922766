/** Sounds from a worker of this page: the page's side of `singer.ts`. */

import type { RollPhrase, Sung, VoiceCard } from "../protocol";
import type { PhraseSound, Sounds } from "../state";
import { say } from "../words";
import { Kept } from "./kept";
import type { FromSinger } from "./messages";

/** What a phrase's singing needs, from wherever it comes. */
export interface Source {
  sung(phrase: RollPhrase): Promise<Sung>;
  card(voice: string): Promise<VoiceCard>;
  model(voice: string): Promise<ArrayBuffer>;
  backing(signal: AbortSignal): Promise<Float32Array | null>;
}

/** A phrase that is waited for; `left`: by how many, none of which has given up; `tries`: workers that had it. */
interface Job {
  id: number;
  phrase: RollPhrase;
  left: number;
  tries: number;
  rate: number;
  sound: Promise<PhraseSound>;
  resolve(sound: PhraseSound): void;
  reject(why: unknown): void;
}

const MOST_BYTES = 200 * 2 ** 20; // of sounds that are kept
const MOST_TRIES = 2;

/**
 * One worker sings one phrase after the other, in the order asked for; what was sung is kept. A phrase that
 * nobody waits for any more is dropped, at the latest before its next window. If a worker crashes, or gives no
 * sign of life, a new one tries the phrase that it was at; if that fares no better, the phrase fails.
 */
export class LocalSounds implements Sounds {
  private readonly kept = new Kept(MOST_BYTES);
  /** By the voice's identity: a voice of the same name may be another one by now. */
  private readonly models = new Map<string, Promise<ArrayBuffer>>();
  private readonly jobs = new Map<string, Job>();
  private worker: Worker | null = null;
  /** Identities of the voices that the worker has. */
  private readonly sent = new Set<string>();
  private now: Job | null = null;
  private next = 0;
  private alarm: ReturnType<typeof setTimeout> | undefined;
  /** For a sign of life of the worker: its program is 3 MB, and may come slowly. */
  patienceMs = 60_000;

  /**
   * `progress`: how much of a phrase is sung, 0 … 1, as it goes on. `failed`: this browser could not sing, told
   * before whoever waits for the phrase is.
   */
  constructor(
    private readonly source: Source,
    private readonly progress: (phrase: RollPhrase, done: number) => void = () => {},
    private readonly failed: (why: Error) => void = () => {},
  ) {}

  get(phrase: RollPhrase, signal: AbortSignal): Promise<PhraseSound> {
    const kept = this.kept.get(phrase.key);
    if (kept) return Promise.resolve(kept);
    if (signal.aborted) return Promise.reject(signal.reason);
    const job = this.jobs.get(phrase.key) ?? this.add(phrase);
    job.left++;
    void this.goOn();
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        reject(signal.reason);
        this.leave(job);
      };
      signal.addEventListener("abort", giveUp, { once: true });
      job.sound.then(resolve, reject).finally(() => signal.removeEventListener("abort", giveUp));
    });
  }

  backing(signal: AbortSignal): Promise<Float32Array | null> {
    return this.source.backing(signal);
  }

  /** Ends the worker; asked for another phrase, there will be a new one. */
  close(): void {
    const closed = new DOMException("closed", "AbortError");
    for (const job of this.jobs.values()) job.reject(closed);
    this.jobs.clear();
    this.now = null;
    this.dismiss();
  }

  private add(phrase: RollPhrase): Job {
    const job = { id: this.next++, phrase, left: 0, tries: 0, rate: 0 } as Job;
    job.sound = new Promise((resolve, reject) => Object.assign(job, { resolve, reject }));
    job.sound.catch(() => {}); // whoever waits is told; nobody may be left
    this.jobs.set(phrase.key, job);
    return job;
  }

  private leave(job: Job): void {
    if (--job.left > 0 || this.jobs.get(job.phrase.key) !== job) return;
    this.jobs.delete(job.phrase.key);
    if (this.now === job) this.worker?.postMessage({ type: "stop", id: job.id });
  }

  /** Gives the worker the first phrase that is waited for, if it has none. */
  private async goOn(): Promise<void> {
    const [job] = this.jobs.values();
    if (this.now || !job) return;
    this.now = job;
    try {
      const [sung, card] = await Promise.all([this.source.sung(job.phrase), this.source.card(job.phrase.voice)]);
      const model = await this.model(job.phrase.voice, card.identity);
      if (job.left <= 0 || this.now !== job) return this.free(job);
      job.rate = card.geometry.sampleRate;
      this.worker ??= this.start();
      const news = this.sent.has(card.identity) ? undefined : model;
      this.worker.postMessage({ type: "sing", id: job.id, card, sung, model: news });
      this.sent.add(card.identity);
      job.tries++;
      this.await();
    } catch (why) {
      this.done(job, () => job.reject(why));
      this.free(job);
    }
  }

  /** A voice's model, fetched once; asked for again after a failure, it is tried again. */
  private model(voice: string, identity: string): Promise<ArrayBuffer> {
    let model = this.models.get(identity);
    if (!model) {
      model = this.source.model(voice);
      this.models.set(identity, model);
      model.catch(() => this.models.delete(identity));
    }
    return model;
  }

  private start(): Worker {
    const worker = new Worker(new URL("./singer.js", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }: MessageEvent<FromSinger>) => worker === this.worker && this.hear(data);
    worker.onerror = (event) => {
      event.preventDefault();
      if (worker === this.worker) this.lost();
    };
    return worker;
  }

  /** Waits for the worker's next sign of life. */
  private await(): void {
    clearTimeout(this.alarm);
    this.alarm = setTimeout(() => this.lost(), this.patienceMs);
  }

  /** The worker has crashed, or hangs. */
  private lost(): void {
    const job = this.now;
    if (job && job.tries >= MOST_TRIES) {
      return this.fail(job, new Error(say("이 브라우저에서 노래하던 프로그램이 멈추었습니다", "What sings in this browser has stopped")));
    }
    this.dismiss();
    if (job) this.free(job); // it is still the first to be sung
  }

  /** Ends the worker, whose voice may be in pieces, and fails the phrase that it was at. */
  private fail(job: Job, why: Error): void {
    this.dismiss();
    if (job.left > 0) this.failed(why);
    this.done(job, () => job.reject(why));
    this.free(job);
  }

  private dismiss(): void {
    clearTimeout(this.alarm);
    this.worker?.terminate();
    this.worker = null;
    this.sent.clear();
  }

  private hear(told: FromSinger): void {
    const job = this.now;
    if (!job || job.id !== told.id) return;
    this.await();
    if (told.type === "progress") return this.progress(job.phrase, told.done);
    if (told.type === "failed") return this.fail(job, new Error(say(told.why.ko, told.why.en)));
    if (told.type === "sound") {
      const sound = { lead: told.lead, rate: job.rate, samples: told.samples };
      this.kept.put(job.phrase.key, sound);
      this.done(job, () => job.resolve(sound));
    }
    this.free(job);
  }

  private done(job: Job, tell: () => void): void {
    if (this.jobs.get(job.phrase.key) === job) this.jobs.delete(job.phrase.key);
    tell();
  }

  /** The worker is free again. */
  private free(job: Job): void {
    if (this.now !== job) return;
    clearTimeout(this.alarm);
    this.now = null;
    void this.goOn();
  }
}
