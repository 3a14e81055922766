/** The song beside the page: `song.json`, and the files that it names. */

import { batch } from "@preact/signals-core";
import type { ExportedSong, RollPhrase, Sung, VoiceCard } from "../protocol";
import { curves, roll } from "../state";
import type { Source } from "../voice/local_sounds";
import { say } from "../words";

/** Rejects with an Error that can be shown. */
export async function loadSong(): Promise<ExportedSong> {
  return (await (await got("song.json")).json()) as ExportedSong;
}

/** Shows the song as a cast sings it. */
export function showCast(song: ExportedSong, cast: number): void {
  const { roll: shown, curves: drawn } = song.casts[cast];
  batch(() => {
    curves.value = new Map(Object.entries(drawn));
    roll.value = shown;
  });
}

/** What singing it needs. */
export class SongFiles implements Source {
  private readonly models = new Map<string, Promise<ArrayBuffer>>();
  private backingSamples: Promise<Float32Array | null> | null = null;

  constructor(private readonly song: ExportedSong) {}

  async sung({ key }: RollPhrase): Promise<Sung> {
    const found = this.song.casts.map(({ phrases }) => phrases[key]).find((one) => one);
    if (!found) throw new Error(say("노래에 없는 소절입니다.", "The song has no such phrase."));
    return found;
  }

  async card(name: string): Promise<VoiceCard> {
    return this.song.voices[name];
  }

  model(name: string): Promise<ArrayBuffer> {
    let model = this.models.get(name);
    if (!model) {
      model = got(this.song.voices[name].model).then((answer) => answer.arrayBuffer());
      model.catch(() => this.models.delete(name));
      this.models.set(name, model);
    }
    return model;
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
