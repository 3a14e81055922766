/** The song beside the page: `song.json`, and the files that it names. */

import { batch } from "@preact/signals-core";
import type { ExportedSong, RollPhrase, Sung, VoiceCard } from "../protocol";
import { curves, type PhraseSound, roll, type Sounds, states } from "../state";
import { say } from "../words";
import { LocalSounds } from "../voice/local_sounds";

/** Rejects with an Error that can be shown. */
export async function loadSong(): Promise<ExportedSong> {
  return (await (await got("song.json")).json()) as ExportedSong;
}

/** Shows the song as a cast sings it; what it has sung before is still there. */
export function showCast(song: ExportedSong, cast: number, singer: Singer): void {
  const { roll: shown, curves: drawn } = song.casts[cast];
  batch(() => {
    curves.value = new Map(Object.entries(drawn));
    states.value = new Map(shown.phrases.map(({ key }) => [key, singer.isSung(key) ? "fresh" : "stale"]));
    roll.value = shown;
  });
}

/** Sings in this browser, and tells in `states` how far it is. */
export class Singer implements Sounds {
  private readonly voice: Sounds;
  private readonly sung = new Set<string>();
  private readonly models = new Map<string, Promise<ArrayBuffer>>();
  private backingSamples: Promise<Float32Array | null> | null = null;

  constructor(private readonly song: ExportedSong) {
    this.voice = new LocalSounds({
      sung: async (phrase) => this.performance(phrase),
      card: async (name): Promise<VoiceCard> => song.voices[name],
      model: (name) => this.model(name),
      backing: (signal) => this.backing(signal),
    });
  }

  isSung(key: string): boolean {
    return this.sung.has(key);
  }

  async get(phrase: RollPhrase, signal: AbortSignal): Promise<PhraseSound> {
    const { key } = phrase;
    tell(key, "singing");
    try {
      const sound = await this.voice.get(phrase, signal);
      this.sung.add(key);
      return sound;
    } finally {
      tell(key, this.sung.has(key) ? "fresh" : "stale");
    }
  }

  backing(signal: AbortSignal): Promise<Float32Array | null> {
    this.backingSamples ??= this.readBacking(signal).catch((why: unknown) => {
      this.backingSamples = null;
      throw why;
    });
    return this.backingSamples;
  }

  /** Gets all that may be needed later, so that the page goes on without a network. */
  async fetchAll(): Promise<void> {
    const all = Object.keys(this.song.voices).map((name) => this.model(name));
    await Promise.allSettled([...all, this.backing(new AbortController().signal)]);
  }

  private performance({ key }: RollPhrase): Sung {
    const found = this.song.casts.map(({ phrases }) => phrases[key]).find((one) => one);
    if (!found) throw new Error(say("노래에 없는 소절입니다.", "The song has no such phrase."));
    return found;
  }

  private model(name: string): Promise<ArrayBuffer> {
    let model = this.models.get(name);
    if (!model) {
      model = got(this.song.voices[name].model).then((answer) => answer.arrayBuffer());
      model.catch(() => this.models.delete(name));
      this.models.set(name, model);
    }
    return model;
  }

  private async readBacking(signal: AbortSignal): Promise<Float32Array | null> {
    if (this.song.backing === null) return null;
    const bytes = await (await got(this.song.backing, signal)).arrayBuffer();
    const rate = this.song.casts[0].roll.rate;
    const sound = await new OfflineAudioContext(2, 1, rate).decodeAudioData(bytes);
    const [left, right] = [sound.getChannelData(0), sound.getChannelData(Math.min(1, sound.numberOfChannels - 1))];
    const both = new Float32Array(2 * sound.length);
    for (let i = 0; i < sound.length; i++) {
      both[2 * i] = left[i];
      both[2 * i + 1] = right[i];
    }
    return both;
  }
}

function tell(key: string, state: "fresh" | "singing" | "stale"): void {
  if (states.value.has(key)) states.value = new Map(states.value).set(key, state);
}

async function got(path: string, signal?: AbortSignal): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(new URL(path, document.baseURI), { signal });
  } catch (why) {
    if (signal?.aborted) throw why;
    throw new Error(say(`${path} 파일을 받지 못했습니다. 인터넷 연결을 확인하고 다시 해 보세요.`, `${path} could not be had. Check the connection and try again.`));
  }
  if (answer.ok) return answer;
  throw new Error(
    say(
      `${path} 파일이 없습니다(${answer.status}). 내보낸 폴더를 통째로 올렸는지 보세요.`,
      `${path} is missing (${answer.status}). See whether the whole exported folder is on the server.`,
    ),
  );
}
