/** The loudspeaker: blocks of sound one after another without gap, and the clock of what is heard. */

import { Resampler } from "./resample";

const SOON_S = 0.06; // a run of blocks that cannot follow another begins so far from now
const LATE_S = 0.01; // a run that has less left than this cannot be followed any more
const FADE_S = 0.005; // of what is begun or broken off in the middle of a sound
const SLEEP_AFTER_MS = 1000;
const HELD_UP_MS = 6000; // a device that sleeps is awake by then
const STALLED_MS = 3000; // a clock that stands still for so long belongs to a device that has gone

/** Blocks that follow one another without gap: from song sample `frame` on, heard from context time `atS` on. */
interface Run {
  atS: number;
  frame: number;
  frames: number;
  gate: GainNode;
  /** Of the next block, in samples of the context. */
  next: number;
  resamplers: Resampler[] | null;
}

export class Output {
  private context: AudioContext | null = null;
  private rate = 0;
  private runs: Run[] = [];
  private readonly nodes = new Set<AudioBufferSourceNode>();
  private sleepTimer = 0;
  private seenAt = { time: -1, ms: 0 };
  /** When the context was made; null once it has let sound out. */
  private sinceMs: number | null = null;

  /** Gets ready to play at `rate`; call it in answer to a key or a tap, for browsers let sound begin only then. */
  open(rate: number): void {
    window.clearTimeout(this.sleepTimer);
    if (this.context && (this.rate !== rate || this.context.state === "closed")) this.close();
    if (!this.context) {
      this.context = contextAt(rate);
      this.rate = rate;
      this.seenAt = { time: -1, ms: 0 };
      this.sinceMs = performance.now();
    }
    if (this.context.state !== "running") void this.context.resume().catch(() => undefined);
  }

  /** Whether the browser lets sound out. */
  get isRunning(): boolean {
    const runs = this.context?.state === "running";
    if (runs) this.sinceMs = null;
    return runs;
  }

  /** Whether it never did, and by now will not: there is no device, or the tab may not sound. */
  get isHeldUp(): boolean {
    return !this.isRunning && this.sinceMs !== null && performance.now() - this.sinceMs > HELD_UP_MS;
  }

  /** Whether the device has gone: `close`, then `open`. */
  get isLost(): boolean {
    if (!this.context || this.context.state === "closed") return true;
    if (this.context.state !== "running") return false;
    const { currentTime: time } = this.context;
    const ms = performance.now();
    if (time !== this.seenAt.time) this.seenAt = { time, ms };
    return ms - this.seenAt.ms > STALLED_MS;
  }

  /** Seconds of sound that are still to be heard. */
  get aheadS(): number {
    const run = this.runs.at(-1);
    return run && this.context ? run.next / this.context.sampleRate - this.context.currentTime : 0;
  }

  /** Plays a block that begins with song sample `frame`, after the last one, or soon. */
  play(block: Float32Array[], frame: number): void {
    const context = this.context;
    if (!context || block[0].length === 0) return;
    let run = this.runs.at(-1);
    if (!run || run.frame + run.frames !== frame || this.aheadS < LATE_S) run = this.begin(context, frame, block.length);
    const sound = run.resamplers ? block.map((one, channel) => run.resamplers![channel].push(one)) : block;
    run.frames += block[0].length;
    if (sound[0].length === 0) return;
    const buffer = context.createBuffer(sound.length, sound[0].length, context.sampleRate);
    sound.forEach((one, channel) => buffer.copyToChannel(one as Float32Array<ArrayBuffer>, channel));
    this.start(context, buffer, run);
  }

  /** Breaks off what is playing. */
  stop(): void {
    const now = this.context?.currentTime ?? 0;
    for (const { gate } of this.runs) {
      gate.gain.cancelScheduledValues(now);
      gate.gain.setValueAtTime(gate.gain.value, now);
      gate.gain.linearRampToValueAtTime(0, now + FADE_S);
    }
    for (const node of this.nodes) node.stop(now + 2 * FADE_S);
    this.runs = [];
  }

  /** Lets the device sleep, once what was broken off has faded; `open` wakes it. */
  sleep(): void {
    window.clearTimeout(this.sleepTimer);
    this.sleepTimer = window.setTimeout(() => void this.context?.suspend().catch(() => undefined), SLEEP_AFTER_MS);
  }

  close(): void {
    this.stop();
    void this.context?.close().catch(() => undefined);
    this.context = null;
  }

  /** The song sample that is heard now; null: nothing has been heard since the last stop. */
  heardFrame(): number | null {
    if (!this.context) return null;
    const now = heardTime(this.context);
    while (this.runs.length > 1 && this.runs[1].atS <= now) this.runs.shift();
    const run = this.runs[0];
    if (!run) return null;
    return run.frame + Math.min(Math.max((now - run.atS) * this.rate, 0), run.frames);
  }

  /** Whether all that was given has been heard. */
  get isSilent(): boolean {
    const run = this.runs.at(-1);
    return !run || !this.context || heardTime(this.context) >= run.atS + run.frames / this.rate;
  }

  private begin(context: AudioContext, frame: number, channels: number): Run {
    const next = Math.ceil((context.currentTime + SOON_S) * context.sampleRate);
    const atS = next / context.sampleRate;
    const gate = context.createGain();
    gate.connect(context.destination);
    if (frame > 0) {
      gate.gain.setValueAtTime(0, atS);
      gate.gain.linearRampToValueAtTime(1, atS + FADE_S);
    }
    const resamplers =
      context.sampleRate === this.rate
        ? null
        : Array.from({ length: channels }, () => new Resampler(this.rate, context.sampleRate));
    const run = { atS, frame, frames: 0, gate, next, resamplers };
    this.runs.push(run);
    return run;
  }

  private start(context: AudioContext, buffer: AudioBuffer, run: Run): void {
    const node = context.createBufferSource();
    node.buffer = buffer;
    node.connect(run.gate);
    node.start(run.next / context.sampleRate);
    run.next += buffer.length;
    this.nodes.add(node);
    node.onended = () => {
      this.nodes.delete(node);
      node.disconnect();
    };
  }
}

/** A context at the song's own rate; at the device's where the browser will not have that. */
function contextAt(rate: number): AudioContext {
  try {
    return new AudioContext({ sampleRate: rate, latencyHint: "interactive" });
  } catch {
    return new AudioContext();
  }
}

/** The context's time of what is heard now: what it has made, less what is still on its way to the ear. */
function heardTime(context: AudioContext): number {
  const made = context.currentTime;
  const { contextTime = 0, performanceTime = 0 } = context.getOutputTimestamp?.() ?? {};
  const heard = contextTime + (performance.now() - performanceTime) / 1000;
  if (context.state === "running" && performanceTime > 0 && heard <= made && heard > made - 1) return heard;
  return made - (context.outputLatency || context.baseLatency || 0);
}
